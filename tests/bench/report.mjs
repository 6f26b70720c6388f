// What was measured, as a table and as a picture.

const n = (value, digits = 0) => value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits}).replaceAll(',', ' ');
const spread = ({median, least, most}) => `${n(median)} (${n(least)}–${n(most)})`;
const verdict = (holds) => (holds ? 'met' : 'missed');

/** The goals, each with what was measured: {what, measured, goal, met}. */
export function goals(results) {
    const list = [];
    const add = (what, value, digits, unit, bound, met) => list.push({what, measured: `${n(value, digits)}${unit}`, goal: bound, met});
    if (results.messages) {
        for (const [method, least] of [['get', 0.85], ['post', 0.6]]) {
            const m = results.messages[method], own = m.ohkay.median, call = method === 'get' ? 'GET …/messages?limit=50' : 'POST …/messages';
            add(`${call}, of the bare worker`, own / m['bare worker'].median, 2, ' ×', `≥ ${least} ×`, own / m['bare worker'].median >= least);
            add(`${call}, of the Express server`, own / m.express.median, 2, ' ×', '≥ 1.5 ×', own / m.express.median >= 1.5);
        }
    }
    if (results.depth) {
        const ratio = results.depth.small.median / results.depth.large.median;
        add('GET with 10 thousand messages, of the same with 2 million', ratio, 2, ' ×', '≤ 1.2 ×', ratio <= 1.2);
    }
    if (results.creation) {
        const {first, last, all} = results.creation;
        add('creating a server: last ten of the first ten', last / first, 2, ' ×', '≤ 1.5 ×', last / first <= 1.5);
        add('creating a server, p50', all.p50, 1, ' ms', '≤ 150 ms', all.p50 <= 150);
    }
    if (results.search) add('search in 1 million messages, p95', results.search.all.p95, 1, ' ms', '≤ 60 ms', results.search.all.p95 <= 60);
    if (results.lists) {
        for (const [name, text] of [['members', 'member list (page of 100 of 5 000), p95'], ['channels', 'channel list (200 channels), p95']]) {
            const {p95} = results.lists[name];
            add(text, p95, 1, ' ms', '≤ 15 ms', p95 <= 15);
        }
    }
    return list;
}

export function markdown(results) {
    const lines = [`# REST benchmark`, '', `Measured ${results.measuredAt.slice(0, 10)} by \`make bench\` on ${results.cores} cores that server, database and load share; ${results.rounds} interleaved rounds of ${results.seconds} s, median (least–most).`, ''];
    if (results.messages) {
        const names = Object.keys(results.messages.get);
        lines.push('Requests a second, 16 clients:', '', `| | ${names.join(' | ')} |`, `|---|${names.map(() => '---:|').join('')}`);
        const rows = {get: 'GET …/messages?limit=50', post: 'POST …/messages, 16 channels', post_one_channel: 'POST …/messages, one channel'};
        for (const [method, text] of Object.entries(rows)) if (results.messages[method]) lines.push(`| ${text} | ${names.map((name) => spread(results.messages[method][name])).join(' | ')} |`);
        lines.push('');
    }
    for (const [method, subjects] of Object.entries(results.cpu ?? {})) {
        const programs = [...new Set(Object.values(subjects).flatMap((spent) => Object.keys(spent)))];
        lines.push(`Processor time of one ${method.toUpperCase()}, µs:`, '', `| | ${programs.join(' | ')} | all |`, `|---|${programs.map(() => '---:|').join('')}---:|`);
        for (const [name, spent] of Object.entries(subjects)) lines.push(`| ${name} | ${programs.map((program) => n(spent[program] ?? 0)).join(' | ')} | ${n(Object.values(spent).reduce((a, b) => a + b, 0))} |`);
        lines.push('');
    }
    if (results.depth) lines.push(`GET a page: ${spread(results.depth.small)} a second with 10 thousand messages in the channel, ${spread(results.depth.large)} with 2 million.`, '');
    if (results.creation) lines.push(`200 servers created: p50 ${n(results.creation.all.p50, 1)} ms, p95 ${n(results.creation.all.p95, 1)} ms; first ten ${n(results.creation.first, 1)} ms, last ten ${n(results.creation.last, 1)} ms.`, '');
    if (results.search) {
        lines.push('Search in 1 million messages, ms:', '', '| kind of query | p50 | p95 |', '|---|---:|---:|');
        for (const [kind, t] of Object.entries(results.search.kinds)) lines.push(`| ${kind} | ${n(t.p50, 1)} | ${n(t.p95, 1)} |`);
        lines.push(`| all | ${n(results.search.all.p50, 1)} | ${n(results.search.all.p95, 1)} |`, '');
    }
    if (results.lists) lines.push(`5 000 members, 200 channels: a page of members p50 ${n(results.lists.members.p50, 1)} ms, p95 ${n(results.lists.members.p95, 1)} ms; the channels p50 ${n(results.lists.channels.p50, 1)} ms, p95 ${n(results.lists.channels.p95, 1)} ms.`, '');
    lines.push('| aim | measured | goal | |', '|---|---:|---:|---|');
    for (const goal of goals(results)) lines.push(`| ${goal.what} | ${goal.measured} | ${goal.goal} | ${verdict(goal.met)} |`);
    return `${lines.join('\n')}\n`;
}

/* --- the picture ------------------------------------------------------------------------------------- */

const text = (x, y, content, more = '') => `<text x="${x}" y="${y}" ${more}>${String(content).replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;

/** Bars with their spread, one group a call. */
function bars(y, title, subjects) {
    const most = Math.max(...Object.values(subjects).map((s) => s.most)), scale = 470 / most;
    const rows = Object.entries(subjects).map(([name, s], i) => {
        const top = y + 34 + i * 26;
        const from = 130 + s.least * scale, to = 130 + s.most * scale, middle = top + 9;
        return [text(120, top + 13, name, 'text-anchor="end"'), `<rect class="${name === 'ohkay' ? 'own' : 'peer'}" x="130" y="${top}" width="${(s.median * scale).toFixed(1)}" height="18" rx="3"/>`,
            `<path class="spread" d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}"/>`, text(to + 8, top + 13, `${n(s.median)}/s`)].join('');
    });
    return [text(20, y + 20, title, 'class="title"'), ...rows].join('\n');
}

function dots(y, title, times) {
    const most = Math.max(...times, 1), width = 560 / times.length;
    const points = times.map((ms, i) => `<circle class="own" cx="${(70 + i * width).toFixed(1)}" cy="${(y + 140 - (ms / most) * 100).toFixed(1)}" r="1.8"/>`);
    return [text(20, y + 20, title, 'class="title"'), `<path class="axis" d="M70 ${y + 140}H640M70 ${y + 40}V${y + 140}"/>`, text(64, y + 44, `${n(most)} ms`, 'text-anchor="end"'), text(64, y + 144, '0', 'text-anchor="end"'), ...points].join('\n');
}

export function plot(results) {
    const chapters = [];
    let y = 10;
    const put = (chapter, height) => {
        chapters.push(chapter);
        y += height;
    };
    const calls = {get: 'GET a page of 50 messages', post: 'POST a message, 16 channels', post_one_channel: 'POST a message, one channel'};
    for (const [method, title] of Object.entries(calls)) if (results.messages?.[method]) put(bars(y, title, results.messages[method]), 50 + 26 * Object.keys(results.messages[method]).length);
    if (results.depth) put(bars(y, 'GET a page, by messages in the channel', {'10 thousand': results.depth.small, '2 million': results.depth.large}), 110);
    if (results.creation) put(dots(y, 'Creating 200 servers, one after the other', results.creation.times), 170);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${y + 10}" font-family="system-ui, sans-serif" font-size="13">
<style>svg{background:#fff}text{fill:#333}.title{font-weight:600}.own{fill:#4a63d3}.peer{fill:#b9c0cf}.spread{stroke:#333;stroke-width:1.5}.axis{stroke:#999;fill:none}</style>
${chapters.join('\n')}
</svg>
`;
}
