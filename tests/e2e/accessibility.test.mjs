// What axe finds in the rendered pages: nothing, in both themes, on a desk and on a phone.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import axe from 'axe-core';
import {startStack} from '../support/stack.mjs';
import {Person, createServer, inviteLink, launch, phone} from './browser.mjs';

const serverName = 'Orchard';
const themes = ['dark', 'light'];
const devices = {
    desk: {},
    phone: {viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2},
};

let stack;
let browser;
let erin;
let finn;
let room;

/** Asserts that axe, with all its rules, has nothing to say about what is on the screen, or `within` one element of it. */
async function assertClean(page, what, within) {
    // Not a <script>: the page's content security policy allows none from elsewhere.
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
    const found = await page.evaluate(async (within) => {
        // A change of theme goes down the tree in steps, one transition after the other.
        do {
            await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        } while (document.getAnimations().length > 0);
        const {violations} = await window.axe.run(within ?? document, {resultTypes: ['violations']});
        return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id} ${target.join(' ')}: ${failureSummary}`));
    }, within);
    assert.deepEqual(found, [], what);
}

/** The same in both themes. */
async function assertCleanInBoth(person, what, within) {
    for (const colorScheme of themes) {
        await person.page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
        await person.page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
        await assertClean(person.page, `${what}, ${colorScheme}`, within);
        await person.picture(`axe-${what.replaceAll(' ', '-')}-${colorScheme}`);
    }
}

/** Erin once more, at another device. */
async function erinAt(device) {
    const again = await Person.arrive(browser, stack, 'Erin', {...devices[device], reducedMotion: 'reduce'});
    again.username = erin.username;
    again.password = erin.password;
    return again;
}

/** On a phone the servers and channels are a drawer. */
async function openNavigation({page}) {
    const servers = page.getByRole('navigation', {name: 'Servers'});
    if (await servers.isVisible()) return;
    await page.getByRole('button', {name: 'Servers and channels'}).click();
    await servers.waitFor();
}

/** Opens a dialog, looks at it and leaves it. */
async function assertDialog(person, what, open) {
    await open();
    const dialog = person.page.getByRole('dialog');
    await dialog.waitFor();
    await assertCleanInBoth(person, what);
    await person.page.keyboard.press('Escape');
    await dialog.waitFor({state: 'detached'});
}

before(async () => {
    stack = await startStack();
    browser = await launch();
    erin = await Person.arrive(browser, stack, 'Erin');
    await erin.page.goto('/register');
    await erin.register();
    await erin.page.waitForURL(/\/channels\/@me$/);
    await createServer(erin, serverName);
    room = new URL(erin.page.url()).pathname;
    const link = await inviteLink(erin, serverName);
    finn = await Person.arrive(browser, stack, 'Finn');
    await finn.page.goto(link);
    await finn.page.getByRole('link', {name: 'Create an account and join'}).click();
    await finn.register();
    await finn.page.getByRole('button', {name: 'Join the server'}).click();
    await finn.sayAndSend('Good morning');
    await erin.sayAndSend('a link: https://example.org/apples');
    const row = finn.log.locator('[data-row]').filter({hasText: 'a link'});
    await row.hover();
    await row.getByRole('button', {name: 'Reply'}).click();
    await finn.sayAndSend('thank you');
    await erin.composer.press('ArrowUp');
    const box = erin.page.getByRole('textbox', {name: 'Edit message'});
    await box.fill('a better link: https://example.org/pears');
    await box.press('Enter');
    await finn.log.getByText('(edited)').waitFor();
});

after(async () => {
    await browser?.close();
    await stack?.stop();
});

for (const device of Object.keys(devices)) {
    describe(`axe on a ${device}`, {concurrency: false}, () => {
        let person;
        const page = () => person.page;
        const enter = async () => {
            await page().goto(room);
            await person.said('thank you').waitFor();
        };
        const menu = async (entry) => {
            await openNavigation(person);
            await page().getByRole('button', {name: `${serverName}: menu`}).click();
            await page().getByRole('menuitem', {name: entry}).click();
        };

        before(async () => {
            person = await erinAt(device);
            await page().goto(`/login?next=${encodeURIComponent(room)}`);
            await person.login();
            await person.said('thank you').waitFor();
        });

        after(async () => {
            await person?.leave();
        });

        it('finds nothing in registration and login', async () => {
            const visitor = await erinAt(device);
            await visitor.page.goto('/register');
            await visitor.page.getByRole('button', {name: 'Create account'}).waitFor();
            await assertCleanInBoth(visitor, `${device} register`);
            await visitor.page.goto('/login');
            await visitor.page.getByRole('button', {name: 'Log in'}).waitFor();
            await assertCleanInBoth(visitor, `${device} login`);
            visitor.password = 'not this one';
            await visitor.login();
            await visitor.page.getByRole('alert').waitFor();
            await assertCleanInBoth(visitor, `${device} login refused`);
            await visitor.leave();
        });

        it('finds nothing in a conversation', async () => {
            await enter();
            await assertCleanInBoth(person, `${device} conversation`);
            await person.said('Good morning').focus();
            await assertCleanInBoth(person, `${device} message actions`);
        });

        it('finds nothing in the member list', async () => {
            await enter();
            const members = page().getByRole('complementary', {name: 'Members'});
            const show = page().getByRole('button', {name: 'Show members'});
            if (await show.isVisible()) await show.click();
            await members.getByText('Finn').waitFor();
            await assertCleanInBoth(person, `${device} members`);
            await assertDialog(person, `${device} kick`, async () => {
                await members.getByRole('button', {name: 'More about Finn'}).click();
                await page().getByRole('menuitem', {name: 'Kick'}).click();
            });
        });

        it('finds nothing in the dialogs of a server', async () => {
            await enter();
            await assertDialog(person, `${device} invite`, async () => {
                await menu('Invite people');
                await page().waitForFunction(() => document.querySelector('input[readonly]')?.value.includes('/invite/'));
            });
            await assertDialog(person, `${device} create channel`, () => menu('Create channel'));
            await assertDialog(person, `${device} add server`, async () => {
                await openNavigation(person);
                await page().getByRole('navigation', {name: 'Servers'}).getByRole('button', {name: 'Add a server'}).click();
            });
            await assertDialog(person, `${device} join server`, async () => {
                await page().getByRole('navigation', {name: 'Servers'}).getByRole('button', {name: 'Add a server'}).click();
                await page().getByText('Join server').first().click();
                await page().getByRole('textbox', {name: 'Invite'}).waitFor();
            });
        });

        it('finds nothing in one’s own menu and status', async () => {
            await enter();
            await openNavigation(person);
            await page().getByRole('button', {name: /^Erin, .*: status and settings/}).click();
            await page().getByRole('menu').waitFor();
            // By itself: a menu is drawn over the page and belongs to none of its landmarks.
            await assertCleanInBoth(person, `${device} own menu`, '[role=menu]');
            await page().getByRole('menuitem', {name: /custom status/}).click();
            await assertDialog(person, `${device} status`, async () => undefined);
        });

        it('finds nothing in direct messages', async () => {
            await enter();
            await openNavigation(person);
            await page().getByRole('link', {name: /^Direct messages/}).click();
            await page().waitForURL(/\/channels\/@me$/);
            await assertCleanInBoth(person, `${device} direct messages`);
            await assertDialog(person, `${device} new message`, async () => {
                await page().getByRole('navigation', {name: 'Direct messages'}).getByRole('button', {name: 'New message'}).click();
                await page().getByLabel('Find somebody').fill(finn.username);
                await page().getByRole('dialog').getByRole('button', {name: `@${finn.username}`}).waitFor();
            });
        });

        it('finds nothing in deleting a message', async () => {
            await enter();
            const row = person.log.locator('[data-row]').filter({hasText: 'a better link'}).first();
            await row.focus();
            await assertDialog(person, `${device} delete`, () => row.getByRole('button', {name: 'Delete'}).click());
        });
    });
}

it('nothing of all this put an error on a console', () => {
    assert.deepEqual([...erin.errors, ...finn.errors], []);
});
