// Browsers for the tests: each person has a browser context of their own, as on a computer of their own. What a
// page says wrong on its console is kept, and the pictures go to artifacts/.
import {randomBytes} from 'node:crypto';
import {mkdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const artifacts = fileURLToPath(new URL('./artifacts/', import.meta.url));
const desk = {width: 1280, height: 800};
export const phone = {width: 360, height: 740};

export async function launch() {
    mkdirSync(artifacts, {recursive: true});
    return chromium.launch({
        executablePath: process.env.OHKAY_CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
    });
}

/** A name that no earlier run has taken. */
export const fresh = (name) => `${name}_${randomBytes(4).toString('hex')}`;

/** Somebody at a browser: `page`, and in `errors` what their console complained about. */
export class Person {
    static async arrive(browser, stack, name, options = {}) {
        const {viewport = desk, colorScheme = 'dark', ...rest} = options;
        const context = await browser.newContext({
            baseURL: stack.url,
            viewport,
            colorScheme,
            locale: 'en-GB',
            permissions: ['clipboard-read', 'clipboard-write'],
            ...rest,
        });
        context.setDefaultTimeout(30_000);
        const person = new Person();
        Object.assign(person, {
            context,
            stack,
            displayName: name,
            username: fresh(name.toLowerCase()),
            password: `secret-${randomBytes(6).toString('hex')}`,
            errors: [],
        });
        await person.newPage();
        return person;
    }

    async newPage() {
        this.page = await this.context.newPage();
        this.page.on('console', (message) => {
            if (message.type() === 'error') this.errors.push(`${message.text()} ${message.location().url}`);
        });
        this.page.on('pageerror', (error) => this.errors.push(error.stack ?? String(error)));
        return this.page;
    }

    /** Fills in the registration form that is on the screen, or opens it. */
    async register() {
        const {page} = this;
        if (!new URL(page.url(), 'http://none').pathname.startsWith('/register')) await page.goto('/register');
        await page.getByLabel('Username').fill(this.username);
        await page.getByLabel('Display name').fill(this.displayName);
        await page.getByLabel('Password', {exact: true}).fill(this.password);
        await page.getByLabel('Server password').fill(this.stack.serverPassword);
        await page.getByRole('button', {name: 'Create account'}).click();
    }

    async login() {
        const {page} = this;
        await page.getByLabel('Username').fill(this.username);
        await page.getByLabel('Password', {exact: true}).fill(this.password);
        await page.getByLabel('Server password').fill(this.stack.serverPassword);
        await page.getByRole('button', {name: 'Log in'}).click();
    }

    get composer() {
        return this.page.getByRole('textbox', {name: /^Message /});
    }

    get log() {
        return this.page.getByRole('log');
    }

    /** Every message on the screen with exactly this text, acknowledged ones only. */
    said(text) {
        return this.log.locator('[data-row]').filter({has: this.page.getByText(text, {exact: true})});
    }

    get pending() {
        return this.log.locator('[data-pending]');
    }

    async say(text) {
        await this.composer.fill(text);
        await this.composer.press('Enter');
    }

    /** Says it and waits until the server has it. */
    async sayAndSend(text) {
        await this.say(text);
        await this.said(text).waitFor();
    }

    async picture(name) {
        await this.page.screenshot({path: `${artifacts}${name}.png`, animations: 'disabled'});
    }

    async leave() {
        await this.context.close();
    }
}

/** Makes a server by the dialog and comes out in its first channel. */
export async function createServer(person, name) {
    const {page} = person;
    await page.getByRole('navigation', {name: 'Servers'}).getByRole('button', {name: 'Add a server'}).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Server name').fill(name);
    await dialog.getByRole('button', {name: 'Create server'}).click();
    await page.waitForURL(/\/channels\/\d+\/\d+$/);
    await person.composer.waitFor();
}

/** Says `<text> <from>` to `<text> <to>` in the channel that is open, by calls and not by the keyboard: many, and quickly. */
export async function sayMany(person, text, from, to) {
    await person.page.evaluate(async ([text, from, to]) => {
        const {token} = JSON.parse(localStorage.getItem('ohkay.session'));
        const path = location.pathname.replace(/^\/channels\/(\d+)\/(\d+)$/, '/api/servers/$1/channels/$2/messages');
        for (let number = from; number <= to; number += 1) {
            for (;;) {
                const answer = await fetch(path, {
                    method: 'POST',
                    headers: {'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json'},
                    body: JSON.stringify({content: `${text} ${number}`, nonce: `${text}-${number}-${Date.now()}`}),
                });
                if (answer.status === 201) break;
                if (answer.status !== 429) throw new Error(`${answer.status}`);
                await new Promise((resolve) => setTimeout(resolve, 1000 * Number(answer.headers.get('Retry-After') ?? 1)));
            }
        }
    }, [text, from, to]);
}

/** The link that the invite dialog shows. */
export async function inviteLink(person, serverName) {
    const {page} = person;
    await page.getByRole('button', {name: `${serverName}: menu`}).click();
    await page.getByRole('menuitem', {name: 'Invite people'}).click();
    const field = page.getByRole('textbox', {name: 'Invite link'});
    await page.waitForFunction(() => document.querySelector('input[readonly]')?.value.includes('/invite/'));
    const link = await field.inputValue();
    await page.getByRole('button', {name: 'Copy'}).click();
    await page.getByRole('button', {name: 'Copied'}).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({state: 'detached'});
    return link;
}
