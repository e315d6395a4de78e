import type { IncomingMessage } from 'node:http';

/** `localhost`, names below it, 127.0.0.0/8 and ::1, as browsers write them, with any port. */
const LOOPBACK = /^(?:(?:[\w.-]+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** What a browser sends for its own address bar (`none`) and for pages of this very port. */
const OWN_SITES = ['none', 'same-origin'];

/** Long enough to recognize a value. */
const SHOWN = 200;

/**
 * Why a request to a loopback port must not be answered: a page of another site that is open in a browser on this machine
 * may have caused it. Such a page can send simple requests to any port of the machine
 * (https://fetch.spec.whatwg.org/#cors-protocol), and all others once its own name resolves to a loopback address (DNS
 * rebinding), which only the Host header shows. Browsers send Origin with every request but GET and HEAD, and Sec-Fetch-Site
 * with all (https://www.w3.org/TR/fetch-metadata/); older ones at least Referer, unless the page forbids it.
 * No other client sends any of these three. Ports in Host do not matter: a tunnel may change them.
 * @returns a sentence with header, rule and value; undefined for a request that no such page can have sent
 */
export function webRequestReason(
  request: Pick<IncomingMessage, 'rawHeaders' | 'headers' | 'url'>,
): string | undefined {
  const { headers, url = '' } = request;
  const [host = '', ...more] = hostsOf(request.rawHeaders);
  if (host === '' || more.length > 0)
    return `The header Host must be sent once (got: ${shown([host, ...more].join(', ') || 'none')})`;
  if (!LOOPBACK.test(host))
    return `The header Host must be localhost, a name below it, an address of 127.0.0.0/8 or [::1] (got: ${shown(host)})`;
  const own = `http://${host}`.toLowerCase();
  if (!url.startsWith('/') && url !== '*' && originOf(url) !== own)
    return `The request target must begin with / or with ${own}, as the header Host does (got: ${shown(url)})`;
  const { origin, referer, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && origin.toLowerCase() !== own)
    return `The header Origin must be left out or be ${own} (got: ${shown(origin)})`;
  if (referer !== undefined && originOf(referer) !== own)
    return `The header Referer must be left out or begin with ${own}/ (got: ${shown(referer)})`;
  if (site !== undefined && !OWN_SITES.includes(String(site)))
    return `The header Sec-Fetch-Site must be left out, none or same-origin (got: ${shown(String(site))})`;
  return undefined;
}

/** Node itself keeps the first of several; what is behind it might take another. */
const hostsOf = (rawHeaders: readonly string[]): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');

/** Scheme, host and port of a URL in lower case, as it is written. @returns an empty string for what is none */
const originOf = (url: string): string => (/^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? '').toLowerCase();

const shown = (value: string): string => (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
