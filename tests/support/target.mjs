// The instance under test, as run.mjs hands it over: OHKAY_URL, OHKAY_SERVER_PASSWORD, and OHKAY_HOME when it is our own.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The settings of a state folder, from its ohkay.env. */
export function readSettings(home) {
    const file = join(home, 'ohkay.env');
    if (!existsSync(file)) return {};
    const rows = readFileSync(file, 'utf8').split('\n').map((line) => line.match(/^(?:export\s+)?([A-Z_]+)=(.*)$/));
    return Object.fromEntries(rows.filter(Boolean).map(([, name, value]) => [name, value.replace(/^(['"])(.*)\1$/, '$2')]));
}

const home = process.env.OHKAY_TEST_HOME ?? '';
const settings = home ? readSettings(home) : {};

export const target = {
    url: (process.env.OHKAY_URL ?? '').replace(/\/$/, ''),
    serverPassword: process.env.OHKAY_SERVER_PASSWORD ?? '',
    home,
    settings,
    secrets: ['SERVER_PASSWORD', 'JWT_SECRET', 'DB_ENCRYPTION_KEY', 'DB_PASSWORD'].map((name) => settings[name]).filter((value) => value?.length >= 8),
};

/** For a test that starts its own instance. */
export function aim({url, serverPassword, home: folder}) {
    Object.assign(target, {url, serverPassword, home: folder, settings: readSettings(folder)});
}
