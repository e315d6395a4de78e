import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Route } from '../endpoint/route';
import { findForUrl } from '../services/codecommit/find-for-url';
import { receiveCodeCommitPush } from '../services/codecommit/received';
import type { Room } from './room';
import { hostedRepository } from './hosted';
import { askBackend } from './http-backend';
import { type Received, receivePush } from './received';

/** Where the hook of a push tells what it saw. No owner of repositories is called so. */
const TOLD = '/git/-/pushes/';

/** What git's smart protocol asks for; the one over plain files is not offered. */
const SMART = /^(.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** A repository that a URL names. */
export interface Place {
  /** The folder it is in, and its path below that. */
  readonly root: string;
  readonly path: string;
  /** Tells everybody of a push to it; gives what the pusher is told. */
  receive(received: Received): Promise<readonly string[]>;
}

/**
 * The git remote, over HTTP and without any question of who it is: `/git/<owner>/<name>.git` for what connections reach,
 * `/v1/repos/<name>` for CodeCommit.
 */
export function gitRoute(room: Room): Route {
  const underWay = new Map<string, Place>();
  return {
    takes({ url, headers }) {
      const path = new URL(url).pathname;
      const signed = headers.get('authorization')?.startsWith('AWS'); // S3 may have a bucket of that name
      return !signed && (path.startsWith('/git/') || path.startsWith('/v1/repos/'));
    },
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith(TOLD)) return told(underWay, pathname.slice(TOLD.length), request);
      return serve(room, underWay, request);
    },
  };
}

async function serve(room: Room, underWay: Map<string, Place>, request: Request): Promise<Response> {
  const { pathname, searchParams, origin } = new URL(request.url);
  const [, repository = '', service = ''] = SMART.exec(decodeURIComponent(pathname)) ?? [];
  const pushing = service === 'git-receive-pack' || searchParams.get('service') === 'git-receive-pack';
  const place = await findPlace(room, repository, pushing);
  if (typeof place === 'string') return new Response(`${place}\n`, NOT_FOUND);
  const token = randomUUID();
  if (service === 'git-receive-pack') underWay.set(token, place);
  const path = `${place.path}/${service}`;
  const { closing } = room.world;
  return askBackend({ request, root: place.root, path, pushUrl: `${origin}${TOLD}${token}`, closing });
}

/** @returns why there is none, for git to show to the person */
async function findPlace(room: Room, repository: string, pushing: boolean): Promise<Place | string> {
  if (repository.startsWith('/v1/repos/')) {
    const found = findForUrl(room, repository.slice('/v1/repos/'.length));
    if (typeof found === 'string') return found;
    const root = join(room.folder, 'codecommit', found.accountId, found.region);
    const receive = (received: Received) => receiveCodeCommitPush(room, found, received);
    return { root, path: `/${found.name}.git`, receive };
  }
  const hosted = await hostedRepository(room, repository.slice('/git/'.length), pushing);
  if (typeof hosted === 'string') return hosted;
  const receive = (received: Received) => receivePush(room, hosted, received);
  return { root: join(room.folder, 'hosted'), path: `/${hosted.name}.git`, receive };
}

async function told(underWay: Map<string, Place>, token: string, request: Request): Promise<Response> {
  const place = underWay.get(token);
  if (!place) return new Response('No such push\n', NOT_FOUND);
  underWay.delete(token);
  const lines = await place.receive((await request.json()) as Received);
  return new Response(lines.map((line) => `${line}\n`).join(''));
}

/** git shows a plain text in an error to the person. */
const NOT_FOUND: ResponseInit = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } };
