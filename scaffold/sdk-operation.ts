import type { Repository } from './repository';
import { ScaffoldError } from './skeleton';

/** An operation as the client that the AWS SDK has for it declares it. */
export interface SdkOperation {
  /** For example `@aws-sdk/client-codepipeline`. */
  readonly module: string;
  /** The client's class, for example `CodePipelineClient`. */
  readonly client: string;
  /** The type of the input. */
  readonly input: string;
  /** The type of the output. @default - the operation returns nothing */
  readonly output?: string;
  /** The input's required members, by name: whether they are text. */
  readonly required: Readonly<Record<string, boolean>>;
}

/**
 * Reads the declarations of the SDK client of a service.
 * @param names the service's name and its aliases
 * @returns undefined where none of the local endpoint's dependencies is its client
 * @throws ScaffoldError where its client has no such operation
 */
export function sdkOperation(
  repository: Repository,
  names: readonly string[],
  operation: string,
): SdkOperation | undefined {
  const module = clientModules(repository).find((candidate) => isClientOf(repository, candidate, names));
  if (!module) return undefined;
  const types = `node_modules/${module}/dist-types`;
  const command = `${types}/commands/${operation}Command.d.ts`;
  if (!repository.has(command))
    throw new ScaffoldError(`an operation must be one that ${module} has, got: ${operation}`);
  const text = repository.read(command);
  const input = /CommandInput extends (\w+)/.exec(text)?.[1] ?? `${operation}CommandInput`;
  const output = /CommandOutput extends (\w+),/.exec(text)?.[1];
  const client = repository
    .list(types)
    .flatMap((file) => /^(\w+Client)\.d\.ts$/.exec(file)?.[1] ?? [])
    .at(0);
  if (!client) throw new Error(`${module} must declare its client`);
  return { module, client, input, output, required: requiredMembers(repository, types, input) };
}

/** The SDK clients that the workspace depends on. */
function clientModules(repository: Repository): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    repository.read('local-endpoint/package.json'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>;
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) =>
    name.startsWith('@aws-sdk/client-'),
  );
}

/** A client is known by the name that it signs requests with, or by its own, as `cloudwatch` is. */
function isClientOf(repository: Repository, module: string, names: readonly string[]): boolean {
  if (names.some((name) => module === `@aws-sdk/client-${name}`)) return true;
  const path = `node_modules/${module}/dist-es/endpoint/EndpointParameters.js`;
  const signing = repository.has(path)
    ? /defaultSigningName: "([^"]+)"/.exec(repository.read(path))?.[1]
    : undefined;
  return signing !== undefined && names.includes(signing);
}

function requiredMembers(repository: Repository, types: string, input: string): Record<string, boolean> {
  const declaration = new RegExp(`export interface ${input}(?: extends \\w+)? \\{\\n([^]*?)\\n\\}`);
  const body = repository
    .list(`${types}/models`)
    .map((file) => declaration.exec(repository.read(`${types}/models/${file}`))?.[1])
    .find((found) => found !== undefined);
  const members = [...(body ?? '').matchAll(/^ {4}(\w+): (.+);$/gm)];
  return Object.fromEntries(members.map(([, name = '', type]) => [name, type === 'string | undefined']));
}
