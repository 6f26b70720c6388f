// The processes of one running stack, found from its state folder and /proc, and no others.
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

/** {pid, parent, name} of a process, or null when it is gone. */
function look(pid) {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const end = stat.lastIndexOf(')');
        const [state, parent] = stat.slice(end + 2).split(' ');
        return state === 'Z' ? null : {pid: Number(pid), parent: Number(parent), name: stat.slice(stat.indexOf('(') + 1, end)};
    } catch {
        return null;
    }
}

const everyone = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(look).filter(Boolean);

/** The process of one of the stack's services, as its supervisor knows it; null while it is down. */
export function service(home, name) {
    const file = join(home, 'service', name, 'supervise', 'pid');
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : 0;
    return pid ? look(pid) : null;
}

export const services = (home) => readdirSync(join(home, 'service')).filter((name) => existsSync(join(home, 'service', name, 'run'))).sort();

/** All descendants of a process. */
export function descendants(pid) {
    const all = everyone();
    const found = [];
    for (let parents = [pid]; parents.length; ) {
        const children = all.filter((process) => parents.includes(process.parent));
        found.push(...children);
        parents = children.map((process) => process.pid);
    }
    return found;
}

/** The workers, ohkay-cgi, of a stack. */
export function workers(home) {
    const cgi = service(home, 'cgi');
    return cgi ? [cgi, ...descendants(cgi.pid)].filter((process) => process.name.startsWith('ohkay-cgi')) : [];
}

/** The supervisor of a service (runsv); what restarts that one at once; and the supervisor of them all (runsvdir). */
export function supervisor(home, name) {
    const child = service(home, name);
    return child ? look(child.parent) : null;
}
export function watcher(home, name) {
    const runsv = supervisor(home, name);
    return runsv?.name === 'runsv' ? look(runsv.parent) : null;
}
export function topSupervisor(home) {
    const commandLine = ({pid}) => {
        try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        } catch {
            return [];
        }
    };
    return everyone().find((process) => process.name === 'runsvdir' && commandLine(process).includes(join(home, 'service'))) ?? null;
}

export const alive = (pid) => look(pid) !== null;
