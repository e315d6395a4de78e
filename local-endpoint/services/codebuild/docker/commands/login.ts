import { readFileSync } from 'node:fs';
import { DockerFailure, unsupportedByDocker } from '../failure';
import { readDockerState, writeDockerState } from '../images';
import { parseEcrHost } from '../reference';
import type { DockerSettings } from '../settings';
import { parseArguments } from '../arguments';

const OPTIONS = {
  username: { type: 'string', short: 'u' },
  password: { type: 'string', short: 'p' },
  'password-stdin': { type: 'boolean' },
} as const;

/**
 * Keeps that ECR gave a password; ECR has authorized the call that got it.
 * https://docs.docker.com/reference/cli/docker/login/
 */
export function loginCommand(settings: DockerSettings, args: readonly string[]): void {
  const { values, positionals } = parseArguments('login', args, OPTIONS);
  const host = (positionals[0] ?? '').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  if (!parseEcrHost(host))
    throw unsupportedByDocker(`login to ${host || 'Docker Hub'}`, 'it knows ECR only, and pulls no images');
  const password = values['password-stdin'] ? readFileSync(0, 'utf8').trim() : values.password;
  if (values.username === undefined || password === undefined)
    throw new DockerFailure('Error: Cannot perform an interactive login from a non TTY device');
  if (values.username !== 'AWS' || password === '')
    throw new DockerFailure(
      `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 401 Unauthorized`,
    );
  const state = readDockerState(settings.images);
  writeDockerState(settings.images, { ...state, logins: [...new Set([...state.logins, host])] });
  process.stdout.write('Login Succeeded\n');
}

/** https://docs.docker.com/reference/cli/docker/logout/ */
export function logoutCommand(settings: DockerSettings, args: readonly string[]): void {
  const [host = ''] = args;
  const state = readDockerState(settings.images);
  writeDockerState(settings.images, { ...state, logins: state.logins.filter((one) => one !== host) });
  process.stdout.write(`Removing login credentials for ${host}\n`);
}
