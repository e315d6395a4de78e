import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DockerFailure } from './failure';

type Options = NonNullable<ParseArgsConfig['options']>;
interface Config<O extends Options> {
  readonly args: string[];
  readonly options: O;
  readonly allowPositionals: true;
}

type Parsed<O extends Options> = ReturnType<typeof parseArgs<Config<O>>>;

/**
 * Parses the arguments of a command, where `--flag=true` is the flag.
 * @throws DockerFailure for an option that the stand-in does not know, by name
 */
export function parseArguments<O extends Options>(
  command: string,
  args: readonly string[],
  options: O,
): Parsed<O> {
  const booleans = Object.entries(options).flatMap(([name, { type }]) =>
    type === 'boolean' ? [`--${name}`] : [],
  );
  const simple = args
    .filter((argument) => !booleans.some((name) => argument === `${name}=false`))
    .map((argument) =>
      booleans.some((name) => argument === `${name}=true`) ? argument.slice(0, -'=true'.length) : argument,
    );
  try {
    return parseArgs<Config<O>>({ args: simple, options, allowPositionals: true });
  } catch (error) {
    throw new DockerFailure(`docker (stand-in): docker ${command}: ${(error as Error).message}`, 125);
  }
}
