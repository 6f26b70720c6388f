// What the workers of a stack wrote of their requests.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** How many statements each of a user's requests to a route took, the oldest first. */
export function statementsOf(home, method, route, userId) {
    const lines = readFileSync(join(home, 'log', 'cgi', 'current'), 'utf8').split('\n');
    return lines
        .filter((line) => line.includes(` route=${route} `) && line.includes(`method=${method} `) && `${line} `.includes(` user=${userId} `))
        .map((line) => Number(line.match(/ statements=(\d+)/)[1]));
}
