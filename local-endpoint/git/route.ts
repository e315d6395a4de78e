import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { Route } from '../kit/route';
import type { FindRepository, ReceivedPush, ServedRepository } from './git-server';
import { askBackend } from './http-backend';

/** Where the hook of a push reports what was pushed. No owner of repositories has this name. */
const HOOK_PATH = '/git/-/pushes/';

/** What git's smart protocol asks for; the one over plain files is not offered. */
const SMART = /^(.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** The git remote, over HTTP and without asking who calls. */
export function gitRoute(served: ReadonlyMap<string, FindRepository>, closing: AbortSignal): Route {
  const pushes = new Map<string, ServedRepository>();
  const prefixOf = (path: string) => [...served.keys()].find((prefix) => path.startsWith(prefix));
  return {
    takes({ url, headers }) {
      const signed = headers.get('authorization')?.startsWith('AWS'); // S3 may have a bucket of that name
      return !signed && prefixOf(new URL(url).pathname) !== undefined;
    },
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith(HOOK_PATH))
        return answerHook(pushes, pathname.slice(HOOK_PATH.length), request);
      const prefix = prefixOf(pathname) ?? '';
      return answerGit(prefix, served.get(prefix), pushes, request, closing);
    },
  };
}

async function answerGit(
  prefix: string,
  find: FindRepository | undefined,
  pushes: Map<string, ServedRepository>,
  request: Request,
  closing: AbortSignal,
): Promise<Response> {
  const { pathname, searchParams, origin } = new URL(request.url);
  const [, path = '', service = ''] = SMART.exec(decodeURIComponent(pathname)) ?? [];
  const pushing = service === 'git-receive-pack' || searchParams.get('service') === 'git-receive-pack';
  const found = (await find?.(path.slice(prefix.length), pushing)) ?? `There is no repository ${path}`;
  if (typeof found === 'string') return new Response(`${found}\n`, NOT_FOUND);
  const token = randomUUID();
  if (service === 'git-receive-pack') pushes.set(token, found);
  const { folder } = found.repository;
  return askBackend({
    request,
    root: dirname(folder),
    path: `/${basename(folder)}/${service}`,
    pushUrl: `${origin}${HOOK_PATH}${token}`,
    closing,
  });
}

async function answerHook(
  pushes: Map<string, ServedRepository>,
  token: string,
  request: Request,
): Promise<Response> {
  const found = pushes.get(token);
  if (!found) return new Response('No such push\n', NOT_FOUND);
  pushes.delete(token);
  const lines = await found.receive((await request.json()) as ReceivedPush);
  return new Response(lines.map((line) => `${line}\n`).join(''));
}

/** git shows a plain text in an error to the person. */
const NOT_FOUND: ResponseInit = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } };
