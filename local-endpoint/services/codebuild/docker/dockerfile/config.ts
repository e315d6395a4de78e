import { unsolved } from '../failure';
import type { Instruction } from './instruction';
import { expand, jsonList, pairsOf, type Variables, wordsOf } from './words';

/** What an image says of how it runs; `Env` by name. https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface Config {
  readonly Env: Variables;
  readonly Labels: Variables;
  readonly ExposedPorts: readonly string[];
  readonly Volumes: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Healthcheck?: string;
  readonly WorkingDir: string;
  readonly User: string;
  readonly StopSignal: string;
  readonly Shell: readonly string[];
  readonly OnBuild: readonly string[];
}

/** That of an image of which nothing is known: the stand-in pulls none. */
export const emptyConfig = (): Config => ({
  Env: {},
  Labels: {},
  ExposedPorts: [],
  Volumes: [],
  WorkingDir: '/',
  User: '',
  StopSignal: '',
  Shell: ['/bin/sh', '-c'],
  OnBuild: [],
});

/** The configuration after an instruction that only sets something. @throws DockerFailure in BuildKit's words */
export function setting(config: Config, instruction: Instruction, variables: Variables): Config {
  const { name, text, line } = instruction;
  const expanded = expand(text, variables);
  switch (name) {
    case 'ENV':
      return { ...config, Env: { ...config.Env, ...valuesOf(instruction, variables) } };
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...valuesOf(instruction, variables) } };
    case 'EXPOSE':
      return { ...config, ExposedPorts: [...config.ExposedPorts, ...wordsOf(expanded).map(portOf)] };
    case 'VOLUME':
      return { ...config, Volumes: [...config.Volumes, ...wordsOf(expanded)] };
    case 'CMD':
      return { ...config, Cmd: jsonList(text) ?? [...config.Shell, text] };
    case 'ENTRYPOINT':
      return { ...config, Entrypoint: jsonList(text) ?? [...config.Shell, text] };
    case 'HEALTHCHECK':
      return { ...config, Healthcheck: text };
    case 'WORKDIR':
      return {
        ...config,
        WorkingDir: expanded.startsWith('/') ? expanded : `${config.WorkingDir}/${expanded}`,
      };
    case 'USER':
      return { ...config, User: expanded };
    case 'STOPSIGNAL':
      return { ...config, StopSignal: expanded };
    case 'SHELL':
      return { ...config, Shell: shellOf(text, line) };
    case 'ONBUILD':
      return { ...config, OnBuild: [...config.OnBuild, text] };
    case 'MAINTAINER':
      return config;
    default:
      throw unsolved(`dockerfile parse error on line ${line}: unknown instruction: ${name}`);
  }
}

function valuesOf({ name, text, line }: Instruction, variables: Variables): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, value] of pairsOf(text)) {
    if (value === undefined)
      throw unsolved(
        `dockerfile parse error on line ${line}: Syntax error - can't find = in "${key}". Must be of the form: name=value`,
      );
    values[expand(key, variables)] = expand(value, variables);
  }
  if (Object.keys(values).length === 0)
    throw unsolved(`dockerfile parse error on line ${line}: ${name} requires at least one argument`);
  return values;
}

const portOf = (port: string): string => (port.includes('/') ? port : `${port}/tcp`);

function shellOf(text: string, line: number): readonly string[] {
  const shell = jsonList(text);
  if (!shell)
    throw unsolved(`dockerfile parse error on line ${line}: SHELL requires the arguments to be in JSON form`);
  return shell;
}
