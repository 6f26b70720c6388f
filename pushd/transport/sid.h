/* Random identifiers for sessions and sockets. */
#ifndef OHKAY_PUSHD_TRANSPORT_SID_H
#define OHKAY_PUSHD_TRANSPORT_SID_H

/* 120 random bits as base64url. */
enum { SID_LEN = 20 };

/* Write a fresh identifier and a NUL. */
void sid_generate(char out[SID_LEN + 1]);

#endif
