// Access tokens made by the tests, signed with the key of the instance under test.
import {createHmac} from 'node:crypto';
import {target} from './target.mjs';

export const canSign = Boolean(target.settings.JWT_SECRET);
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token with some of its claims changed, and a good signature, by `secret` and by `algorithm` of HMAC. */
export function resigned(token, change = {}, {secret = target.settings.JWT_SECRET, alg = 'HS256', hash = 'sha256'} = {}) {
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    const signed = `${part({alg, typ: 'JWT'})}.${part({...claims, ...change})}`;
    return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

export const inThePast = () => Math.floor(Date.now() / 1000) - 60;
