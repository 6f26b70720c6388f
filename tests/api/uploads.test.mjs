// Files: what is taken, what is made of it, and who gets it.
import assert from 'node:assert/strict';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {anyone} from '../support/client.mjs';
import {fetchFile, form, rawGet, registry, statusOf, upload} from '../support/files.mjs';
import {avif, bomb, jpeg, movingGif, movingWebp, photo, png, webp} from '../support/pictures.mjs';
import {workers} from '../support/processes.mjs';
import {target} from '../support/target.mjs';
import {resigned} from '../support/tokens.mjs';
import {anotherDevice, person} from '../support/world.mjs';

const keyOf = ({url}) => url.split('/')[2];
/** The files of a key on the disk. */
const onDisk = (key) => {
    const folder = join(target.home, 'uploads', key.slice(0, 2));
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(key)) : [];
};
const ownRows = (client) => Number(registry(`SELECT count(*) FROM uploads WHERE user_id = ${client.id}`)[0]);
const partsOnDisk = () => readdirSync(join(target.home, 'uploads')).flatMap((name) => readdirSync(join(target.home, 'uploads', name))).filter((name) => name.endsWith('.part'));
const ticketOf = async (client) => (await client.ok('createFileTicket')).ticket;

test('a file comes back as it was sent, with headers under which nothing in it can run', async () => {
    const client = await person();
    const content = Buffer.from('Grüße aus der Küche\n');
    const attachment = await upload(client, content, 'Grüße.txt', 'text/plain');
    assert.equal(attachment.fileName, 'Grüße.txt');
    assert.equal(attachment.size, content.length);
    assert.equal(attachment.contentType, 'text/plain; charset=utf-8');
    const {status, headers, bytes} = await fetchFile(client, attachment.url);
    assert.equal(status, 200);
    assert.deepEqual(bytes, content);
    assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy'), /default-src 'none'.*sandbox/);
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-site');
    assert.equal(headers.get('cache-control'), 'private, no-cache');
    assert.equal(headers.get('content-disposition'), "inline; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt");
    assert.equal(headers.get('x-sendfile'), null);
    assert.equal(headers.get('server'), 'ohkay');
});

test('the type is that of the content, whatever the name and the form say', async () => {
    const client = await person();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const html = '<!doctype html><script>alert(document.cookie)</script>';
    for (const [content, name, claim, type, shown] of [
        [png(3, 2), 'a.html', 'text/html', 'image/png', true],
        [html, 'a.png', 'image/png', 'text/plain; charset=utf-8', true],
        [html, 'a.html', 'text/html', 'text/plain; charset=utf-8', true],
        [svg, 'a.svg', 'image/svg+xml', 'text/plain; charset=utf-8', true],
        [`GIF89a/*${html}*/`, 'a.gif', 'image/gif', 'application/octet-stream', false],
        ['%PDF-1.7\n…', 'a.pdf', 'application/pdf', 'application/pdf', false],
        [Buffer.from('504b0304140000000800', 'hex'), 'a.zip', 'application/zip', 'application/zip', false],
        [Buffer.from('0000002066747970697336d6', 'hex'), 'a.mp4', 'video/mp4', 'application/octet-stream', false],
        [Buffer.from('000000206674797069736f6d0000020069736f6d', 'hex'), 'a.bin', '', 'video/mp4', true],
        [Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'), 'a.webm', '', 'video/webm', true],
        [Buffer.from('4f67675300020000', 'hex'), 'a.ogg', '', 'audio/ogg', true],
        [Buffer.from('524946462400000057415645666d7420', 'hex'), 'a.wav', '', 'audio/wav', true],
        [Buffer.from('49443304000000000000', 'hex'), 'a.mp3', '', 'audio/mpeg', true],
        [Buffer.from([0x61, 0xff, 0x62]), 'a.txt', 'text/plain', 'application/octet-stream', false],
        [Buffer.from([0x61, 0x00, 0x62]), 'a.txt', 'text/plain', 'application/octet-stream', false],
    ]) {
        const attachment = await upload(client, content, name, claim);
        assert.equal(attachment.contentType, type, name);
        assert.equal(attachment.width !== undefined, type.startsWith('image/'), name);
        const {headers} = await fetchFile(client, attachment.url);
        assert.equal(headers.get('content-type'), type, name);
        assert.equal(headers.get('content-disposition').split(';')[0], shown ? 'inline' : 'attachment', name);
    }
});

test('pictures have the size they are shown in; larger and moving ones a thumbnail without what they told of their origin', async () => {
    const client = await person();
    for (const [content, name, width, height, type] of [
        [jpeg, 'a.jpg', 24, 16, 'image/jpeg'], [webp, 'a.webp', 24, 16, 'image/webp'], [avif, 'a.avif', 24, 16, 'image/avif'],
        [png(30, 20), 'a.png', 30, 20, 'image/png'], [photo, 'turned.jpg', 20, 40, 'image/jpeg'],
    ]) {
        const attachment = await upload(client, content, name);
        assert.deepEqual([attachment.width, attachment.height, attachment.contentType, attachment.thumbnailUrl], [width, height, type, undefined], name);
    }
    for (const [content, name, width, height] of [[movingGif, 'a.gif', 48, 32], [movingWebp, 'thumbnail.webp', 48, 32], [png(900, 450), 'a.png', 900, 450]]) {
        const attachment = await upload(client, content, name);
        assert.deepEqual([attachment.width, attachment.height], [width, height], name);
        const small = await fetchFile(client, attachment.thumbnailUrl);
        assert.equal(small.headers.get('content-type'), 'image/webp');
        assert.equal(small.bytes.subarray(8, 12).toString(), 'WEBP');
        assert.deepEqual((await fetchFile(client, attachment.url)).bytes, content);
    }
});

test('a picture that is broken or would fill the memory is a file like any other, and the worker stays small', async () => {
    const client = await person();
    const memory = () => Math.max(...workers(target.home).map(({pid}) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])));
    const before = memory();
    for (const [content, name] of [
        [await bomb(50_000, 50_000), 'bomb.png'], [await bomb(17_000, 10), 'wide.png'], [png(40, 30).subarray(0, 30), 'head.png'],
        [jpeg.subarray(0, 60), 'head.jpg'], [movingGif.subarray(0, 12), 'head.gif'], [Buffer.concat([png(4, 4).subarray(0, 33), Buffer.from('<script>')]), 'odd.png'],
    ]) {
        const attachment = await upload(client, content, name);
        assert.deepEqual([attachment.contentType, attachment.width, attachment.thumbnailUrl], ['application/octet-stream', undefined, undefined], name);
        assert.deepEqual(onDisk(keyOf(attachment)), [keyOf(attachment)]);
    }
    const half = await upload(client, png(900, 300).subarray(0, 50_000), 'half.png');
    assert.deepEqual([half.contentType, half.width, half.height], ['image/png', 900, 300]);
    await upload(client, Buffer.alloc(19 * 1024 * 1024, 7), 'large.bin');
    // Less than the file, whatever other tests ask of the workers meanwhile.
    assert.ok(memory() - before < 16 * 1024, `a worker grew from ${before} to ${memory()} KB`);
});

test('file names of every script are kept; paths and what is not seen are not', async () => {
    const client = await person();
    for (const [sent, kept] of [
        ['Привет мир.txt', 'Привет мир.txt'], ['你好.png', '你好.png'], ['مرحبا.pdf', 'مرحبا.pdf'], ['🦊 fox.gif', '🦊 fox.gif'],
        ['a "quoted" name.txt', 'a "quoted" name.txt'], ['100% sure?#&+.txt', '100% sure?#&+.txt'], ['a;b=c.txt', 'a;b=c.txt'],
        ['../../etc/passwd', 'passwd'], ['C:\\Windows\\evil.exe', 'evil.exe'], ['..', 'file'], ['.htaccess', 'htaccess'], ['a\u0000b\u0007.txt', 'ab.txt'],
        ['cod\u202egpj.exe', 'codgpj.exe'], [' spaces .txt ', 'spaces .txt'], ['', 'file'], ['a\r\nSet-Cookie: x=y.txt', 'aSet-Cookie: x=y.txt'],
        [`${'x'.repeat(300)}.tar.gz`, `${'x'.repeat(252)}.gz`], [`${'ü'.repeat(200)}.txt`, `${'ü'.repeat(125)}.txt`],
    ]) {
        const body = `--b\r\nContent-Disposition: form-data; name="f"; filename="${sent.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}"\r\n\r\nhello\r\n--b--\r\n`;
        const {attachment} = await client.ok('createUpload', {body, headers: {'content-type': 'multipart/form-data; boundary=b'}});
        assert.equal(attachment.fileName, kept);
        const {status, headers, bytes} = await fetchFile(client, attachment.url);
        assert.equal(status, 200, kept);
        assert.equal(bytes.toString(), 'hello');
        assert.equal(decodeURIComponent(headers.get('content-disposition').split("filename*=UTF-8''")[1]), kept);
        assert.equal(headers.get('set-cookie'), null);
    }
});

test('an empty file, no file, two files, and what is no form are refused and leave nothing', async () => {
    const client = await person();
    const two = form('a', 'a.txt');
    two.append('file', new Blob(['b']), 'b.txt');
    const only = new FormData();
    only.append('file', 'just text');
    for (const body of [form('', 'a.txt'), two, only]) {
        const error = await client.refused('createUpload', 400, {body}, 'invalid_input');
        assert.ok(error.fields.file);
    }
    const multipart = {'content-type': 'multipart/form-data; boundary=b'};
    for (const body of ['', 'nonsense', '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\ncut off', `--b\r\nX: ${'x'.repeat(5000)}\r\n\r\n`])
        await client.refused('createUpload', 400, {body, headers: multipart}, 'malformed_request');
    await client.refused('createUpload', 415, {body: '{}'}, 'unsupported_media_type');
    await client.refused('createUpload', 415, {body: 'x', headers: {'content-type': 'multipart/form-data'}}, 'unsupported_media_type');
    await anyone.refused('createUpload', 401, {body: form('a')}, 'token_missing');
    await anyone.refused('createUpload', 401, {body: form(Buffer.alloc(5 * 1024 * 1024))}, 'token_missing');
    assert.equal(ownRows(client), 0);
    assert.deepEqual(partsOnDisk(), []);
});

test('the largest file is taken and one byte more is not', async () => {
    const client = await person();
    const {uploadMaxBytes} = await anyone.ok('getInstance');
    const most = Buffer.alloc(uploadMaxBytes, 'x');
    const attachment = await upload(client, most, 'most.txt');
    assert.equal(attachment.size, uploadMaxBytes);
    assert.equal((await fetchFile(client, attachment.url)).bytes.length, uploadMaxBytes);
    await client.refused('createUpload', 413, {body: form(Buffer.alloc(uploadMaxBytes + 1, 'x'))}, 'too_large');
    await client.refused('createUpload', 413, {body: form(Buffer.alloc(uploadMaxBytes + 200_000, 'x'))}, 'too_large');
    assert.equal(ownRows(client), 1);
    assert.deepEqual(partsOnDisk(), []);
});

test('a file that nothing names is its uploader\'s alone, and nobody learns of it', async () => {
    const [client, other] = await Promise.all([person(), person()]);
    const {url} = await upload(client, 'secret', 'a.txt');
    assert.equal(await statusOf(client, url), 200);
    assert.equal(await statusOf(other, url), 404);
    assert.equal(await statusOf(anyone, url), 401);
    assert.equal(await statusOf(anyone, `/uploads/${'0'.repeat(32)}/a.txt`), 401);
    const {id} = await upload(client, 'gone', 'b.txt');
    await other.refused('deleteUpload', 404, {path: {uploadId: id}});
    await client.ok('deleteUpload', {path: {uploadId: id}});
    await client.refused('deleteUpload', 404, {path: {uploadId: id}});
});

test('tricks with paths find nothing', async () => {
    const client = await person();
    const {url} = await upload(client, 'secret', 'a.txt');
    const key = url.split('/')[2];
    const authorization = `Bearer ${client.token}`;
    for (const path of [
        `/uploads/${key}/..%2Fa.txt`, `/uploads/${key}/b.txt`, `/uploads/${key}/a.txt%00`, `/uploads/${key}/a.txt%00.png`, `/uploads/${key}/A.txt`,
        `/uploads/${key}/`, `/uploads/${key}`, `/uploads/${key}/a.txt/`, `/uploads/${key}/x/a.txt`, `/uploads/${key}/%252e%252e/a.txt`,
        `/uploads/${key}.thumb/a.txt`, `/uploads/${key.toUpperCase().replace(/^./, 'A')}/a.txt`, `/uploads/..%2F..%2Fohkay.env/a.txt`, '/uploads/../ohkay.env',
        '/uploads/%2e%2e/ohkay.env', '/uploads/..%252f..%252fohkay.env/a', '/uploads/', '/uploads', `/uploads/${key.slice(0, 2)}/${key}`, `/uploads/${key}/thumbnail.webp`,
    ]) {
        const {status, bytes} = await rawGet(path, {authorization});
        assert.ok([400, 404].includes(status) || (!path.startsWith('/uploads/%2e') && path === '/uploads/../ohkay.env'), `${path}: ${status}`);
        assert.doesNotMatch(bytes.toString(), /secret|JWT_SECRET=/, path);
    }
});

test('a ticket opens what its holder may see, and nothing else; it ends with the session', async () => {
    const [client, other] = await Promise.all([person(), person()]);
    const {url} = await upload(client, 'secret', 'a.txt');
    const device = await anotherDevice(client);
    const ticket = await ticketOf(device);
    const open = (query) => statusOf(anyone, `${url}?${query}`);
    assert.equal(await open(`ticket=${ticket}`), 200);
    assert.equal(await open(`ticket=${await ticketOf(other)}`), 404);
    assert.equal(await open(`ticket=${client.token}`), 401);
    assert.equal(await open(`ticket=${ticket.slice(0, -3)}AAA`), 401);
    assert.equal(await open('ticket='), 401);
    assert.equal(await open(`ticket=${resigned(ticket, {exp: 4102444800})}`), 401);
    await anyone.refused('getMe', 401, {token: ticket}, 'token_invalid');
    await anyone.refused('createFileTicket', 401);
    await device.ok('logout');
    assert.equal(await open(`ticket=${ticket}`), 401);
    assert.equal(await statusOf(client, url), 200);
});

test('no log holds a ticket or a file\'s name in a query', async () => {
    const client = await person();
    const {url} = await upload(client, 'secret', 'a.txt');
    const ticket = await ticketOf(client);
    await statusOf(anyone, `${url}?ticket=${ticket}`);
    await statusOf(anyone, `${url}?ticket=${ticket.slice(1)}`);
    for (const service of ['web', 'cgi']) {
        const log = readFileSync(join(target.home, 'log', service, 'current'), 'utf8');
        assert.ok(!log.includes(ticket.slice(5, 60)), service);
    }
});

test('ranges, conditions and HEAD work, and each asks anew who may', async () => {
    const [client, other] = await Promise.all([person(), person()]);
    const {url, size} = await upload(client, '0123456789', 'a.txt');
    const get = (headers, who = client) => fetchFile(who, url, headers);
    const etag = (await get()).headers.get('etag');
    assert.match(etag, /^"[^"]+"$/);
    const part = await get({range: 'bytes=2-4'});
    assert.deepEqual([part.status, part.bytes.toString(), part.headers.get('content-range')], [206, '234', `bytes 2-4/${size}`]);
    assert.equal((await get({range: 'bytes=-3'})).bytes.toString(), '789');
    assert.equal((await get({range: 'bytes=7-'})).bytes.toString(), '789');
    assert.equal((await get({range: 'bytes=10-'})).status, 416);
    const same = await get({'if-none-match': etag});
    assert.deepEqual([same.status, same.bytes.length, same.headers.get('cache-control')], [304, 0, 'private, no-cache']);
    assert.equal((await get({'if-none-match': '"other"'})).status, 200);
    assert.equal((await get({range: 'bytes=2-4', 'if-range': etag})).status, 206);
    assert.equal((await get({range: 'bytes=2-4', 'if-range': '"other"'})).bytes.toString(), '0123456789');
    assert.equal((await get({'if-none-match': etag}, other)).status, 404);
    assert.equal((await get({range: 'bytes=2-4'}, other)).status, 404);
    const head = await fetch(target.url + url, {method: 'HEAD', headers: {authorization: `Bearer ${client.token}`}});
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '10', '']);
});

test('one\'s files that nothing names are bounded, also when many come at once', async () => {
    const client = await person();
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(...await Promise.all(Array.from({length: 10}, () => client.call('createUpload', {body: form('x')}))));
    const count = (status) => answers.filter((answer) => answer.status === status).length;
    assert.deepEqual([count(201), count(409)], [50, 10]);
    assert.equal(ownRows(client), 50);
    const {id} = answers.find((answer) => answer.status === 201).body.attachment;
    await client.refused('createUpload', 409, {body: form('x')}, 'too_many_files');
    await client.ok('deleteUpload', {path: {uploadId: id}});
    await client.ok('createUpload', {body: form('x')});
});

test('an upload repeated under one Idempotency-Key is one file', async () => {
    const client = await person();
    const under = {headers: {'idempotency-key': 'first file'}};
    const answers = await Promise.all(Array.from({length: 5}, () => client.call('createUpload', {body: form(Buffer.alloc(2_000_000, 'x')), ...under})));
    assert.deepEqual(answers.map(({status}) => status), Array(5).fill(201));
    assert.equal(new Set(answers.map(({body}) => body.attachment.id)).size, 1);
    assert.equal(ownRows(client), 1);
});
