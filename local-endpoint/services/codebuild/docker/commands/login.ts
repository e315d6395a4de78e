import { readFileSync } from 'node:fs';
import { DockerFailure, refused } from '../failure';
import { readState, writeState } from '../images';
import { ecrOf } from '../reference';
import type { Settings } from '../settings';
import { parsed } from '../words';

const OPTIONS = {
  username: { type: 'string', short: 'u' },
  password: { type: 'string', short: 'p' },
  'password-stdin': { type: 'boolean' },
} as const;

/**
 * Remembers that ECR gave a password; whether it may be had, ECR has decided when it was asked for.
 * https://docs.docker.com/reference/cli/docker/login/
 */
export function login(settings: Settings, words: readonly string[]): void {
  const { values, positionals } = parsed('login', words, OPTIONS);
  const host = (positionals[0] ?? '').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  if (!ecrOf(host))
    throw refused(`login to ${host || 'Docker Hub'}`, 'it knows ECR only, and pulls no images');
  const password = values['password-stdin'] ? readFileSync(0, 'utf8').trim() : values.password;
  if (values.username === undefined || password === undefined)
    throw new DockerFailure('Error: Cannot perform an interactive login from a non TTY device');
  if (values.username !== 'AWS' || password === '')
    throw new DockerFailure(
      `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 401 Unauthorized`,
    );
  const state = readState(settings.images);
  writeState(settings.images, { ...state, logins: [...new Set([...state.logins, host])] });
  process.stdout.write('Login Succeeded\n');
}

/** https://docs.docker.com/reference/cli/docker/logout/ */
export function logout(settings: Settings, words: readonly string[]): void {
  const [host = ''] = words;
  const state = readState(settings.images);
  writeState(settings.images, { ...state, logins: state.logins.filter((one) => one !== host) });
  process.stdout.write(`Removing login credentials for ${host}\n`);
}
