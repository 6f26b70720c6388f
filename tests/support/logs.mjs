// What the services of the stack have logged.
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {target} from './target.mjs';

/** The lines of one service, oldest first. */
export function logged(name) {
    const folder = join(target.home, 'log', name);
    const files = readdirSync(folder).filter((file) => file === 'current' || file.startsWith('@')).sort();
    return files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
}

/** Wait until `step` gives something true, and give it; the pause only paces the attempts. */
export async function until(step, ms = 20_000) {
    for (const end = Date.now() + ms; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
        const value = await step();
        if (value) return value;
    }
    throw new Error(`not within ${ms} ms`);
}
