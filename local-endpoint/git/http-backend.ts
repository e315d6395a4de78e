import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readCgiResponse } from './cgi-response';
import { gitEnvironment } from './run-git';

/** A request to git's own HTTP server. */
export interface HttpBackendRequest {
  readonly request: Request;
  /** The folder that repositories are in. */
  readonly root: string;
  /** Below that folder: `/owner/name.git/info/refs`. */
  readonly path: string;
  /** Where the hook reports what was pushed. */
  readonly pushUrl: string;
  /** Ends it. */
  readonly closing: AbortSignal;
}

/**
 * Answers a request of git's smart protocol with `git http-backend`; packs of any size are streamed.
 * https://git-scm.com/docs/git-http-backend
 */
export async function runHttpBackend({
  request,
  root,
  path,
  pushUrl,
  closing,
}: HttpBackendRequest): Promise<Response> {
  const env = { ...gitEnvironment(), ...variablesOf(request), GIT_PROJECT_ROOT: root, PATH_INFO: path };
  const child = spawn('git', ['http-backend'], {
    env: { ...env, GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: 'local', LOCAL_PUSH_URL: pushUrl },
    signal: closing,
  });
  const sent = request.body ? Readable.fromWeb(request.body) : Readable.from([]);
  const ignore = () => undefined; // git may answer, or end, before it has read everything
  pipeline(sent, child.stdin).catch(ignore);
  return readCgiResponse(child);
}

/** The request as CGI's variables; git decompresses a gzipped body itself. https://www.rfc-editor.org/rfc/rfc3875 */
function variablesOf({ method, url, headers }: Request): Record<string, string> {
  const given = {
    REQUEST_METHOD: method,
    QUERY_STRING: new URL(url).search.slice(1),
    CONTENT_TYPE: headers.get('content-type'),
    CONTENT_LENGTH: headers.get('content-length'),
    HTTP_CONTENT_ENCODING: headers.get('content-encoding'),
    GIT_PROTOCOL: headers.get('git-protocol'),
  };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]));
}
