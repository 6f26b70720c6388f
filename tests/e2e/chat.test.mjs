// The main job through the real stack: two people in two browsers.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {alive, service, services} from '../support/processes.mjs';
import {startStack} from '../support/stack.mjs';
import {Person, createServer, inviteLink, launch, phone, sayMany} from './browser.mjs';

let stack;
let browser;
let alice;
let bob;
const serverName = 'Garden';

/** How often a text stands in the conversation, on its way or stored. */
const times = (person, text) => person.log.getByText(text, {exact: true}).count();

async function eventually(check, what) {
    const end = Date.now() + 30_000;
    for (;;) {
        if (await check()) return;
        if (Date.now() > end) assert.fail(what);
        await new Promise((resolve) => setImmediate(resolve));
    }
}

before(async () => {
    stack = await startStack();
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stack?.stop();
});

describe('two people', {concurrency: false}, () => {
    it('meet: Alice makes a server, Bob opens her link in his browser, registers and is in', async () => {
        alice = await Person.arrive(browser, stack, 'Alice');
        await alice.page.goto('/');
        await alice.page.waitForURL(/\/login/);
        await alice.picture('login-dark');
        await alice.page.getByRole('link', {name: 'Create account'}).click();
        await alice.register();
        await alice.page.waitForURL(/\/channels\/@me$/);
        await createServer(alice, serverName);
        const link = await inviteLink(alice, serverName);

        bob = await Person.arrive(browser, stack, 'Bob', {colorScheme: 'light'});
        await bob.page.goto(link);
        await bob.page.getByRole('heading', {name: serverName}).waitFor();
        await bob.picture('invite-light');
        await bob.page.getByRole('link', {name: 'Create an account and join'}).click();
        await bob.register();
        await bob.page.getByRole('button', {name: 'Join the server'}).click();
        await bob.page.waitForURL(/\/channels\/\d+\/\d+$/);
        await bob.composer.waitFor();
        assert.equal(new URL(bob.page.url()).pathname, new URL(alice.page.url()).pathname);
    });

    it('see each other among the members, online, without a reload', async () => {
        for (const [one, other] of [[alice, 'Bob'], [bob, 'Alice']]) {
            const online = one.page.getByRole('list', {name: /^Online/});
            await online.getByText(other, {exact: true}).waitFor();
        }
    });

    it('talk both ways live, each message once', async () => {
        await alice.sayAndSend('Hello Bob');
        await bob.said('Hello Bob').waitFor();
        await bob.sayAndSend('Hello Alice\u{1F44B}');
        await alice.said('Hello Alice\u{1F44B}').waitFor();
        for (const person of [alice, bob]) {
            assert.equal(await times(person, 'Hello Bob'), 1);
            assert.equal(await times(person, 'Hello Alice\u{1F44B}'), 1);
        }
    });

    it('many messages written quickly keep their order in both windows', async () => {
        const texts = Array.from({length: 12}, (_, index) => `line ${index + 1}`);
        for (const text of texts) await alice.say(text);
        for (const person of [alice, bob]) {
            await person.said('line 12').waitFor();
            await eventually(async () => (await person.pending.count()) === 0, 'something is still on its way');
            const lines = (await person.log.locator('[data-row]').allInnerTexts()).map((text) => /line \d+$/.exec(text.trim())?.[0]);
            assert.deepEqual(lines.filter(Boolean), texts);
        }
    });

    it('text is text: HTML is shown as typed, links are links', async () => {
        await bob.sayAndSend('<img src=x onerror=alert(1)> <b>bold</b>');
        await bob.say('see https://example.org/a?b=1.');
        const link = alice.log.getByRole('link', {name: 'https://example.org/a?b=1'});
        await link.waitFor();
        assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
        await alice.said('<img src=x onerror=alert(1)> <b>bold</b>').waitFor();
        assert.equal(await alice.log.locator('img, b').count(), 0);
    });

    it('see who is writing, until the message is there', async () => {
        const sign = alice.page.getByText('Bob is writing…');
        await eventually(async () => {
            await bob.composer.press('m');
            return sign.isVisible();
        }, 'Alice is not told that Bob writes');
        await alice.picture('typing-dark');
        await bob.composer.fill('I was writing');
        await bob.composer.press('Enter');
        await alice.said('I was writing').waitFor();
        await sign.waitFor({state: 'detached'});
    });

    it('Arrow-up edits the last message, and the other sees it changed', async () => {
        await alice.sayAndSend('a typoo');
        await bob.said('a typoo').waitFor();
        await alice.composer.press('ArrowUp');
        const box = alice.page.getByRole('textbox', {name: 'Edit message'});
        await box.fill('a typo, gone');
        await box.press('Enter');
        for (const person of [alice, bob]) {
            const row = person.log.locator('[data-row]').filter({hasText: 'a typo, gone'});
            await row.getByText('(edited)').waitFor();
            assert.equal(await times(person, 'a typoo'), 0);
        }
    });

    it('Escape leaves an edit without a trace', async () => {
        await alice.composer.press('ArrowUp');
        const box = alice.page.getByRole('textbox', {name: 'Edit message'});
        await box.fill('never');
        await box.press('Escape');
        await box.waitFor({state: 'detached'});
        assert.equal(await times(alice, 'never'), 0);
    });

    it('a deleted message disappears for both, and nobody may delete what is not theirs', async () => {
        await bob.sayAndSend('to be deleted');
        await alice.said('to be deleted').waitFor();
        const hers = bob.log.locator('[data-row]').filter({hasText: 'a typo, gone'});
        await hers.hover();
        assert.equal(await hers.getByRole('button', {name: 'Delete'}).count(), 0);
        const his = bob.said('to be deleted');
        await his.hover();
        await his.getByRole('button', {name: 'Delete'}).click();
        await bob.page.getByRole('dialog').getByRole('button', {name: 'Delete'}).click();
        for (const person of [alice, bob]) await person.said('to be deleted').waitFor({state: 'detached'});
    });

    it('a reply quotes what it answers', async () => {
        const row = bob.log.locator('[data-row]').filter({hasText: 'a typo, gone'});
        await row.hover();
        await row.getByRole('button', {name: 'Reply'}).click();
        await bob.page.getByText('Replying to Alice').waitFor();
        await bob.sayAndSend('well done');
        const reply = alice.said('well done');
        await reply.waitFor();
        await reply.getByText('a typo, gone').waitFor();
    });

    it('a new channel appears for both, and its unread messages show until they are read', async () => {
        await alice.page.getByRole('button', {name: /^Create channel in /}).click();
        const dialog = alice.page.getByRole('dialog');
        await dialog.getByLabel('Channel name').fill('harvest');
        await dialog.getByRole('button', {name: 'Create channel'}).click();
        await alice.page.getByRole('heading', {name: 'harvest', exact: true}).waitFor();
        const entry = bob.page.getByRole('navigation', {name: 'Channels'}).getByRole('link', {name: /harvest/});
        await entry.waitFor();

        await alice.sayAndSend('the beans are ripe');
        await bob.page.getByRole('link', {name: 'harvest 1 unread message'}).waitFor();
        await entry.click();
        await bob.said('the beans are ripe').waitFor();
        await bob.log.getByRole('separator').getByText('New', {exact: true}).waitFor();
        await bob.page.getByRole('link', {name: 'harvest', exact: true}).waitFor();
        await bob.page.reload();
        await bob.said('the beans are ripe').waitFor();
        await bob.page.getByRole('link', {name: 'harvest', exact: true}).waitFor();
        await bob.page.getByRole('link', {name: /general/}).click();
        await alice.page.getByRole('link', {name: /general/}).click();
        await alice.said('well done').waitFor();
    });

    it('write each other directly', async () => {
        await bob.page.getByRole('link', {name: /Direct messages/}).click();
        await bob.page.getByRole('navigation', {name: 'Direct messages'}).getByRole('button', {name: 'New message'}).click();
        await bob.page.getByLabel('Find somebody').fill(alice.username);
        await bob.page.getByRole('dialog').getByRole('button', {name: `@${alice.username}`}).click();
        await bob.page.waitForURL(/\/channels\/@me\/\d+$/);
        await bob.sayAndSend('just between us');

        await alice.page.getByRole('link', {name: 'Direct messages, 1 unread message'}).click();
        await alice.page.getByRole('navigation', {name: 'Direct messages'}).getByRole('link', {name: /Bob/}).click();
        await alice.said('just between us').waitFor();
        await alice.sayAndSend('of course');
        await bob.said('of course').waitFor();
        await bob.picture('dm-light');
    });

    it('a reload keeps everything: place, conversation, session', async () => {
        const {pathname} = new URL(alice.page.url());
        await alice.page.reload();
        await alice.said('of course').waitFor();
        assert.equal(new URL(alice.page.url()).pathname, pathname);
    });

    it('somebody who closes the window goes offline for the other, and comes back online', async () => {
        for (const person of [alice, bob]) {
            await person.page.getByRole('link', {name: serverName}).click();
            await person.composer.waitFor();
        }
        await bob.page.close();
        await alice.page.getByRole('list', {name: /^Offline/}).getByText('Bob', {exact: true}).waitFor({timeout: 30_000});
        await bob.newPage();
        await bob.page.goto(new URL(alice.page.url()).pathname);
        await alice.page.getByRole('list', {name: /^Online/}).getByText('Bob', {exact: true}).waitFor();
    });

    it('a chosen status and its words show for the other', async () => {
        await bob.page.getByRole('button', {name: /^Bob, .*: status and settings$/}).click();
        await bob.picture('menu-light');
        await bob.page.getByRole('menuitemradio', {name: 'Idle'}).click();
        const row = alice.page.getByRole('complementary', {name: 'Members'}).locator('[data-member]').filter({hasText: 'Bob'});
        await row.getByRole('img', {name: 'Idle'}).waitFor();
        await bob.page.getByRole('button', {name: /^Bob, .*: status and settings$/}).click();
        await bob.page.getByRole('menuitem', {name: 'Set a custom status'}).click();
        await bob.page.getByLabel('What is going on?').fill('pruning the roses');
        await bob.page.getByRole('button', {name: 'Save'}).click();
        await row.getByText('pruning the roses').waitFor();
    });

    it('nothing of all this put an error on a console', () => {
        assert.deepEqual([...alice.errors, ...bob.errors], []);
    });

    it('away from the network: what was missed comes once, what was written goes out once', async () => {
        await alice.context.setOffline(true);
        await alice.page.getByText('No connection.').waitFor();
        await bob.sayAndSend('said while you were away');
        await alice.say('written while away');
        await alice.page.getByText('Waiting for the connection').waitFor();
        await alice.picture('offline-dark');
        await alice.context.setOffline(false);
        for (const person of [alice, bob]) {
            await person.said('said while you were away').waitFor();
            await person.said('written while away').waitFor();
        }
        await alice.page.getByText('No connection.').waitFor({state: 'detached'});
        await alice.sayAndSend('back again');
        await bob.said('back again').waitFor();
        for (const person of [alice, bob]) {
            for (const text of ['said while you were away', 'written while away']) assert.equal(await times(person, text), 1);
            assert.equal(await person.pending.count(), 0);
        }
    });

    it('what was written offline survives a reload and goes out once', async () => {
        // Only the calls fail: the page itself must be able to come again.
        await alice.context.route('**/api/**/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
        await alice.say('kept over a reload');
        await alice.pending.waitFor();
        await alice.page.reload();
        await alice.pending.getByText('kept over a reload').waitFor();
        await alice.context.unroute('**/api/**/messages');
        await bob.said('kept over a reload').waitFor();
        await alice.said('kept over a reload').waitFor();
        assert.equal(await times(alice, 'kept over a reload'), 1);
        assert.equal(await times(bob, 'kept over a reload'), 1);
    });

    it('an answer that got lost does not store the message twice', async () => {
        let lost = 0;
        await alice.context.route('**/api/**/messages', async (route) => {
            if (route.request().method() !== 'POST' || lost > 0) return route.continue();
            lost += 1;
            await route.fetch();
            return route.abort();
        });
        await alice.say('sent twice, stored once');
        await bob.said('sent twice, stored once').waitFor();
        await eventually(async () => (await alice.pending.count()) === 0, 'the message is still on its way');
        await alice.context.unroute('**/api/**/messages');
        await alice.page.reload();
        await alice.said('sent twice, stored once').waitFor();
        assert.equal(lost, 1);
        assert.equal(await times(alice, 'sent twice, stored once'), 1);
        assert.equal(await times(bob, 'sent twice, stored once'), 1);
    });

    it('a session that ends returns to login, and login to the same place', async () => {
        const {pathname} = new URL(bob.page.url());
        await bob.page.evaluate(() => {
            const session = JSON.parse(localStorage.getItem('ohkay.session'));
            localStorage.setItem('ohkay.session', JSON.stringify({...session, token: 'x.y.z', refreshToken: 'none'}));
        });
        await bob.page.reload();
        await bob.page.getByText('Your session has ended.').waitFor();
        await bob.login();
        await bob.page.waitForURL((url) => url.pathname === pathname);
        await bob.said('sent twice, stored once').waitFor();
    });

    it('two tabs that wake up with an old token both stay in', async () => {
        const first = bob.page;
        const second = await bob.newPage();
        await second.goto(new URL(first.url()).pathname);
        await bob.composer.waitFor();
        await second.evaluate(() => {
            const session = JSON.parse(localStorage.getItem('ohkay.session'));
            localStorage.setItem('ohkay.session', JSON.stringify({...session, renewAt: 0}));
        });
        await Promise.all([first.reload(), second.reload()]);
        for (const page of [first, second]) await page.getByRole('complementary', {name: 'Members'}).getByText('Alice').waitFor();
        await second.close();
        bob.page = first;
        await bob.sayAndSend('still here');
        await alice.said('still here').waitFor();
    });

    it('whatever process is killed, the chat goes on and every message is there once', async (t) => {
        if (!stack.home) return t.skip('the state folder of this stack is not known');
        for (const name of services(stack.home)) {
            const victim = service(stack.home, name);
            if (!victim) continue;
            process.kill(victim.pid, 'SIGKILL');
            const texts = [`Alice without ${name}`, `Bob without ${name}`];
            await Promise.all([alice.say(texts[0]), bob.say(texts[1])]);
            for (const person of [alice, bob]) for (const text of texts) await person.said(text).waitFor();
            await eventually(() => !alive(victim.pid) && service(stack.home, name), `${name} does not come back`);
            for (const person of [alice, bob]) for (const text of texts) assert.equal(await times(person, text), 1);
        }
    });

    it('theme and language are the reader’s choice and stay', async () => {
        const theme = () => alice.page.evaluate(() => document.documentElement.dataset.theme);
        assert.equal(await theme(), 'dark');
        await alice.picture('desk-dark');
        await alice.page.getByRole('button', {name: /^Alice, .*: status and settings$/}).click();
        await alice.page.getByRole('menuitemradio', {name: 'Light'}).click();
        assert.equal(await theme(), 'light');
        await alice.page.reload();
        await alice.composer.waitFor();
        assert.equal(await theme(), 'light');
        await alice.picture('desk-light');
        await alice.page.getByRole('button', {name: /^Alice, .*: status and settings$/}).click();
        await alice.page.getByRole('menuitemradio', {name: 'Français'}).click();
        await alice.page.getByRole('complementary', {name: 'Membres'}).waitFor();
        await alice.page.getByRole('button', {name: /^Alice, .* : statut et réglages$/}).click();
        await alice.page.getByRole('menuitemradio', {name: 'English'}).click();
        await alice.page.getByRole('complementary', {name: 'Members'}).waitFor();
    });

    it('whoever is kicked is out at once, and comes back with a new invite', async () => {
        const row = alice.page.getByRole('complementary', {name: 'Members'}).locator('[data-member]').filter({hasText: 'Bob'});
        await row.hover();
        await row.getByRole('button', {name: 'More about Bob'}).click();
        await alice.page.getByRole('menuitem', {name: 'Kick'}).click();
        await alice.page.getByRole('dialog').getByRole('button', {name: 'Kick'}).click();
        await row.waitFor({state: 'detached'});
        await bob.page.waitForURL(/\/channels\/@me$/);
        assert.equal(await bob.page.getByRole('link', {name: serverName}).count(), 0);

        const link = await inviteLink(alice, serverName);
        await bob.page.getByRole('navigation', {name: 'Servers'}).getByRole('button', {name: 'Add a server'}).click();
        await bob.page.getByText('Join server').first().click();
        await bob.page.getByRole('textbox', {name: 'Invite'}).fill(link);
        await bob.page.getByRole('dialog').getByRole('button', {name: 'Join server'}).click();
        await bob.page.waitForURL(/\/channels\/\d+\/\d+$/);
        await alice.sayAndSend('welcome back');
        await bob.said('welcome back').waitFor();
    });

    it('whoever leaves is out, and the owner is told why they cannot', async () => {
        await bob.page.getByRole('button', {name: `${serverName}: menu`}).click();
        await bob.page.getByRole('menuitem', {name: 'Leave server'}).click();
        await bob.page.getByRole('dialog').getByRole('button', {name: 'Leave server'}).click();
        await bob.page.waitForURL(/\/channels\/@me$/);
        const members = alice.page.getByRole('complementary', {name: 'Members'});
        await members.locator('[data-member]').filter({hasText: 'Bob'}).waitFor({state: 'detached'});
        await alice.page.getByRole('button', {name: `${serverName}: menu`}).click();
        assert.equal(await alice.page.getByRole('menuitem', {name: 'Leave server'}).count(), 0);
        await alice.page.keyboard.press('Escape');
    });
});

describe('long conversations', {concurrency: false}, () => {
    const inView = (person, text) => person.said(text).evaluate((row) => {
        const {top, bottom} = row.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
    });
    let carol;
    let invite;

    before(async () => {
        carol = await Person.arrive(browser, stack, 'Carol');
        await carol.page.goto('/register');
        await carol.register();
        await carol.page.waitForURL(/\/channels\/@me$/);
        await createServer(carol, 'Library');
        invite = await inviteLink(carol, 'Library');
        await sayMany(carol, 'page', 1, 160);
    });

    after(async () => {
        await carol?.leave();
    });

    it('open at the end, and older messages come when they are scrolled to', async () => {
        await carol.said('page 160').waitFor();
        await carol.page.reload();
        await carol.said('page 160').waitFor();
        assert.ok(await inView(carol, 'page 160'));
        assert.ok((await carol.log.locator('[data-row]').count()) < 160, 'not everything is loaded at once');
        await carol.log.hover();
        for (let step = 0; step < 200 && (await carol.said('page 1').count()) === 0; step += 1) {
            await carol.page.mouse.wheel(0, -400);
            await carol.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        }
        await carol.said('page 1').waitFor();
        await carol.page.getByRole('button', {name: /Jump to the newest/}).click();
        await eventually(() => inView(carol, 'page 160'), 'the newest message is not in view');
        assert.equal(await carol.log.locator('[data-row]').count(), 160);
    });

    it('keep every message in view where it is when older ones come above, and read none of them out', async () => {
        const {page} = carol;
        await page.reload();
        await carol.said('page 160').waitFor();
        const count = () => carol.log.locator('[data-row]').count();
        const places = () => carol.log.evaluate((view) => {
            const {top, bottom} = view.getBoundingClientRect();
            const rows = [...view.querySelectorAll('[data-row]')].map((row) => [row.dataset.row, row.getBoundingClientRect()]);
            return Object.fromEntries(rows.filter(([, row]) => row.bottom > top && row.top < bottom).map(([id, row]) => [id, row.bottom]));
        });
        // The answers wait until they are let go, so that nothing else moves meanwhile.
        for (const from of [700, 0]) {
            let letGo;
            const held = new Promise((resolve) => (letGo = resolve));
            await page.route('**/messages?*before=*', async (route) => {
                await held;
                await route.continue();
            });
            const loaded = await count();
            const asked = page.waitForRequest(/messages\?.*before=/);
            await carol.log.evaluate((view, top) => (view.scrollTop = top), from);
            await asked;
            await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
            const before = await places();
            assert.ok(Object.keys(before).length > 3);
            letGo();
            await eventually(async () => (await count()) > loaded, 'no older messages come');
            await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
            const after = await places();
            for (const [id, place] of Object.entries(before)) {
                assert.ok(Math.abs(after[id] - place) <= 2, `from ${from}, message ${id} moved by ${after[id] - place} px`);
            }
            await page.unroute('**/messages?*before=*');
        }
        assert.equal(await carol.log.getAttribute('aria-live'), 'off');
        assert.equal(await page.locator('[data-announcer]').innerText(), '');
    });

    it('with more unread than a page open at the first of them, and are read when their end is seen', async () => {
        const dave = await Person.arrive(browser, stack, 'Dave');
        await dave.page.goto(invite);
        await dave.page.getByRole('link', {name: 'Create an account and join'}).click();
        await dave.register();
        await dave.page.getByRole('button', {name: 'Join the server'}).click();
        await dave.said('page 160').waitFor();
        await dave.page.getByRole('link', {name: 'Direct messages'}).click();
        await dave.page.waitForURL(/\/channels\/@me$/);
        await dave.page.close();

        await sayMany(carol, 'late', 1, 130);
        await dave.newPage();
        await dave.page.goto(new URL(carol.page.url()).pathname);
        await dave.said('late 1').waitFor();
        const line = dave.log.getByRole('separator').filter({hasText: /^New$/});
        await line.waitFor();
        await dave.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        await dave.picture('unread-dark');
        assert.ok(await inView(dave, 'page 160'), 'what was read last is not in view');
        assert.ok(await inView(dave, 'late 1'), 'the first unread message is not in view');
        const [above, below] = await Promise.all([line.boundingBox(), dave.said('late 1').boundingBox()]);
        assert.ok(above.y < below.y && below.y - above.y < 80, 'the line is not above the first unread message');
        await dave.page.getByRole('link', {name: /130 unread messages/}).waitFor();

        await dave.page.getByRole('button', {name: /Jump to the newest/}).click();
        await eventually(() => inView(dave, 'late 130'), 'the newest message is not in view');
        await dave.page.getByRole('link', {name: /130 unread messages/}).waitFor({state: 'detached'});
        await carol.sayAndSend('one more');
        await dave.page.locator('[data-announcer]').getByText('Carol: one more').waitFor({state: 'attached'});
        assert.deepEqual([...carol.errors, ...dave.errors], []);
        await dave.leave();
    });
});

describe('a phone', () => {
    it('does the main job in one column, without anything sticking out', async () => {
        const dora = await Person.arrive(browser, stack, 'Dora', {viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2});
        const {page} = dora;
        const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
        await page.goto('/register');
        await dora.picture('phone-register-dark');
        assert.ok(await fits());
        await dora.register();
        await page.waitForURL(/\/channels\/@me$/);
        await page.getByRole('navigation', {name: 'Servers'}).waitFor();
        await dora.picture('phone-home-dark');
        await createServer(dora, 'Pocket garden');
        await dora.sayAndSend('from the tram');
        await dora.sayAndSend('a word as long as Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and more');
        await dora.picture('phone-chat-dark');
        assert.ok(await fits());
        await page.getByRole('button', {name: 'Servers and channels'}).click();
        await page.getByRole('link', {name: /general/}).waitFor();
        await dora.picture('phone-nav-dark');
        await page.getByRole('link', {name: /general/}).click();
        await page.getByRole('button', {name: 'Show members'}).click();
        await page.getByRole('complementary', {name: 'Members'}).getByText('Dora').waitFor();
        await dora.picture('phone-members-dark');
        await page.emulateMedia({colorScheme: 'light'});
        await dora.picture('phone-members-light');
        await page.keyboard.press('Escape');
        await dora.picture('phone-chat-light');
        await page.setViewportSize({width: 320, height: 640});
        assert.ok(await fits());
        assert.deepEqual(dora.errors, []);
        await dora.leave();
    });
});
