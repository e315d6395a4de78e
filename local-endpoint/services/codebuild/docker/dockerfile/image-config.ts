import { buildFailure } from '../failure';
import type { Instruction } from './instruction';
import { expandVariables, parseJsonList, parsePairs, type Variables, splitArguments } from './text';

/** How an image runs; `Env` by name. https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
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

/** The configuration of a base image, which is not known, because the stand-in pulls none. */
export const emptyImageConfig = (): ImageConfig => ({
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

/** The configuration after an instruction that only changes it. @throws DockerFailure with BuildKit's message */
export function applyInstruction(
  config: ImageConfig,
  instruction: Instruction,
  variables: Variables,
): ImageConfig {
  const { name, text, line } = instruction;
  const expanded = expandVariables(text, variables);
  switch (name) {
    case 'ENV':
      return { ...config, Env: { ...config.Env, ...valuesOf(instruction, variables) } };
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...valuesOf(instruction, variables) } };
    case 'EXPOSE':
      return { ...config, ExposedPorts: [...config.ExposedPorts, ...splitArguments(expanded).map(portOf)] };
    case 'VOLUME':
      return { ...config, Volumes: [...config.Volumes, ...splitArguments(expanded)] };
    case 'CMD':
      return { ...config, Cmd: parseJsonList(text) ?? [...config.Shell, text] };
    case 'ENTRYPOINT':
      return { ...config, Entrypoint: parseJsonList(text) ?? [...config.Shell, text] };
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
      throw buildFailure(`dockerfile parse error on line ${line}: unknown instruction: ${name}`);
  }
}

function valuesOf({ name, text, line }: Instruction, variables: Variables): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, value] of parsePairs(text)) {
    if (value === undefined)
      throw buildFailure(
        `dockerfile parse error on line ${line}: Syntax error - can't find = in "${key}". Must be of the form: name=value`,
      );
    values[expandVariables(key, variables)] = expandVariables(value, variables);
  }
  if (Object.keys(values).length === 0)
    throw buildFailure(`dockerfile parse error on line ${line}: ${name} requires at least one argument`);
  return values;
}

const portOf = (port: string): string => (port.includes('/') ? port : `${port}/tcp`);

function shellOf(text: string, line: number): readonly string[] {
  const shell = parseJsonList(text);
  if (!shell)
    throw buildFailure(
      `dockerfile parse error on line ${line}: SHELL requires the arguments to be in JSON form`,
    );
  return shell;
}
