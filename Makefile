# Build: make [SAN=address,undefined] [-j]        Test: make check        Static checks: make lint
CC = gcc
PKG_CONFIG ?= pkg-config

# SQL statements are longer than the 4095 characters that ISO C promises.
WARNINGS = -Wall -Wextra -Wpedantic -Wno-overlength-strings -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wimplicit-fallthrough -fno-common
HARDENING = -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE
LINK_HARDENING = -pie -Wl,-z,relro,-z,now

ifdef SAN
B = build-san
OPTIMISE = -O1 -fno-omit-frame-pointer -fsanitize=$(SAN) -fno-sanitize-recover=undefined
HARDENING = -fPIE
LINK_SAN = -fsanitize=$(SAN)
else
B = build
OPTIMISE = -O2
endif

# make V=1 shows the commands.
ifndef V
Q = @
endif
say = @printf '  %-5s %s\n'

VERSION := $(shell cat VERSION)
CPPFLAGS += -I. -I$(B)/gen -D_GNU_SOURCE -DOHKAY_VERSION='"$(VERSION)"'
CFLAGS += -std=gnu17 -g $(OPTIMISE) $(WARNINGS) $(HARDENING) -MMD -MP
LDFLAGS += $(LINK_HARDENING) $(LINK_SAN)

# Each program links only what its rooms may use: pushd has no libpq, the migrator no JSON of the wire.
SHARED_BASE = $(addprefix shared/,str buf arena err log clock base64 crypto config)
CGI_LIBS := $(shell $(PKG_CONFIG) --libs json-c libjwt libcrypto libpq hiredis) -lfcgi
PUSHD_LIBS := $(shell $(PKG_CONFIG) --libs json-c libcrypto libuv hiredis) -lwebsockets
IMAGE_LIBS := $(shell $(PKG_CONFIG) --libs vips)
MIGRATE_LIBS := $(shell $(PKG_CONFIG) --libs libpq libcrypto)
INCLUDES := $(shell $(PKG_CONFIG) --cflags json-c libjwt libcrypto libpq libuv hiredis)
CPPFLAGS += $(patsubst -I%,-isystem %,$(INCLUDES)) -isystem /usr/include/postgresql

CGI_SRC = $(wildcard cgi/*.c cgi/domain/*.c cgi/resources/*.c cgi/store/*.c)
PUSHD_SRC = $(wildcard pushd/*.c pushd/proto/*.c pushd/session/*.c pushd/transport/*.c pushd/hub/*.c pushd/link/*.c pushd/gateway/*.c)
PROTO_SRC = $(wildcard pushd/proto/*.c pushd/session/*.c pushd/transport/*.c)
IMAGE_SRC = $(wildcard cgi/image/*.c)
MIGRATE_SRC = $(wildcard sql/*.c)

CGI_OBJ = $(addprefix $(B)/,$(CGI_SRC:.c=.o) $(addsuffix .o,$(SHARED_BASE) shared/json shared/jwt shared/token shared/redis shared/db shared/event shared/room shared/emit))
PUSHD_OBJ = $(addprefix $(B)/,$(PUSHD_SRC:.c=.o) $(addsuffix .o,$(SHARED_BASE) shared/json shared/token shared/room shared/emit))
IMAGE_OBJ = $(addprefix $(B)/,$(IMAGE_SRC:.c=.o))
MIGRATE_OBJ = $(addprefix $(B)/,$(MIGRATE_SRC:.c=.o) $(addsuffix .o,$(SHARED_BASE) shared/db))
ECHO_OBJ = $(addprefix $(B)/,tests/conformance/echo-server.o $(PROTO_SRC:.c=.o) $(addsuffix .o,$(SHARED_BASE)))

PROGRAMS = $(B)/ohkay-cgi $(B)/ohkay-image $(B)/ohkay-pushd $(B)/ohkay-migrate

# Objects of tests are kept, as those of programs are.
.SECONDARY:
.PHONY: all check lint unit echo-server clean headers format
all: $(PROGRAMS)

$(B)/ohkay-cgi: $(CGI_OBJ)
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(CGI_LIBS)

$(IMAGE_OBJ): CPPFLAGS += $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags vips))
$(B)/ohkay-image: $(IMAGE_OBJ)
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(IMAGE_LIBS)

$(B)/ohkay-pushd: $(PUSHD_OBJ)
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(PUSHD_LIBS)

$(B)/ohkay-migrate: $(MIGRATE_OBJ)
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(MIGRATE_LIBS)

$(B)/echo-server: $(ECHO_OBJ)
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs libuv libcrypto) -lwebsockets
echo-server: $(B)/echo-server

$(B)/%.o: %.c Makefile VERSION
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Every tests/unit/test_<name>.c is a cmocka program; the first line of the file may name what it links: // links: a.c b.c
UNIT_SRC = $(wildcard tests/unit/test_*.c)
UNIT_BIN = $(patsubst tests/unit/%.c,$(B)/tests/%,$(UNIT_SRC))
LIBRARY_OBJ = $(filter-out $(B)/cgi/main.o $(B)/pushd/main.o $(B)/sql/main.o,$(sort $(CGI_OBJ) $(PUSHD_OBJ)))
$(B)/tests/libunit.a: $(LIBRARY_OBJ)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar rcs $@ $^
$(B)/tests/test_%: $(B)/tests/unit/test_%.o $(B)/tests/libunit.a
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(CGI_LIBS) $(PUSHD_LIBS) -lcmocka
unit: $(UNIT_BIN)
	tests/unit/run $(UNIT_BIN)

# libFuzzer targets: tests/fuzz/fuzz_<name>.c, corpus in tests/fuzz/corpus/<name>/. Needs clang.
FUZZ_BIN = $(patsubst tests/fuzz/%.c,build-fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_LINK = $(wildcard pushd/proto/*.c pushd/session/*.c shared/str.c shared/buf.c shared/arena.c shared/base64.c shared/clock.c shared/log.c) \
	shared/json.c shared/err.c cgi/url.c cgi/domain/mentions.c cgi/domain/search.c cgi/domain/fold.c cgi/domain/emoji.c $(addprefix pushd/link/,fcgi.c bus_entry.c endpoint.c)
FUZZ_LINK += cgi/multipart.c cgi/domain/file_type.c cgi/domain/file_name.c
build-fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(FUZZ_LINK) Makefile
	@mkdir -p $(@D)
	$(say) FUZZ $@
	$(Q)clang -std=gnu17 -g -O1 $(CPPFLAGS) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -o $@ $< $(FUZZ_LINK) \
		$(shell $(PKG_CONFIG) --libs json-c libcrypto)
.PHONY: fuzz
fuzz: $(FUZZ_BIN)

# The floor that `make bench` measures against, and the benchmark itself. It takes a quarter of an hour.
$(B)/bench/bare: tests/bench/peers/bare.c Makefile
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) -std=gnu17 -O2 -Wall -Wextra -Werror -o $@ $< $(shell $(PKG_CONFIG) --libs libpq) -lfcgi
.PHONY: bench
bench:
	./ohkay bench

check: all unit fuzz lint
	tests/sql/run
	tests/fuzz/replay $(FUZZ_BIN)

# Arrows between rooms, headers that compile alone, format.
lint:
	tests/lint/run

headers:
	@for h in $$(git ls-files '*.h'); do $(CC) $(CPPFLAGS) -std=gnu17 -Wall -Wextra -Werror -fsyntax-only -x c $$h || exit 1; done

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

clean:
	rm -rf build build-san build-fuzz

-include $(shell find $(B) -name '*.d' 2>/dev/null)
