// Where the processor's time goes: what each program spends on one request, from /proc. Unlike a rate it hardly depends on what else runs.
import {readFileSync, readdirSync} from 'node:fs';

const TICK_US = 10_000; // USER_HZ is 100 everywhere Linux runs

function processes() {
    const list = [];
    for (const name of readdirSync('/proc')) {
        if (!/^\d+$/.test(name)) continue;
        try {
            const stat = readFileSync(`/proc/${name}/stat`, 'utf8'), behind = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
            list.push({pid: Number(name), parent: Number(behind[1]), program: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), ticks: Number(behind[11]) + Number(behind[12])});
        } catch { /* it ended */ }
    }
    return list;
}

/** The processes below any of `roots`, those included. */
function below(roots) {
    const list = processes(), wanted = new Set(roots);
    for (let grew = true; grew;) {
        grew = false;
        for (const {pid, parent} of list) {
            if (wanted.has(parent) && !wanted.has(pid)) {
                wanted.add(pid);
                grew = true;
            }
        }
    }
    return list.filter(({pid}) => wanted.has(pid));
}

/** Run `work`, which gives a number of requests: {program: microseconds a request}, of the processes below `roots`. */
export async function cpuPerRequest(roots, work) {
    const before = new Map(below(roots).map(({pid, ticks}) => [pid, ticks]));
    const count = await work();
    const spent = {};
    for (const {pid, program, ticks} of below(roots)) spent[program] = (spent[program] ?? 0) + ticks - (before.get(pid) ?? 0);
    return Object.fromEntries(Object.entries(spent).filter(([, ticks]) => ticks > 0).map(([program, ticks]) => [program, (ticks * TICK_US) / count]).sort((a, b) => b[1] - a[1]));
}
