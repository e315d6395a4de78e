import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/** Members of a function's configuration that a version may change, and what they are called in a summary. */
const MEMBERS = {
  Handler: 'handler',
  Runtime: 'runtime',
  Architectures: 'architecture',
  MemorySize: 'memory',
  Timeout: 'timeout',
  Role: 'role',
  Layers: 'layers',
  VpcConfig: 'network',
  KMSKeyArn: 'key',
  DeadLetterConfig: 'dead-letter queue',
  TracingConfig: 'tracing',
  FileSystemConfigs: 'file systems',
  EphemeralStorage: 'ephemeral storage',
  LoggingConfig: 'logging',
} as const satisfies Partial<Record<keyof FunctionConfiguration, string>>;

/**
 * What a version changes against another one, without values, which may be secrets:
 * `code, configuration timeout, environment TABLE`.
 */
export function describeChange(before: FunctionConfiguration, after: FunctionConfiguration): string {
  const members = (Object.keys(MEMBERS) as (keyof typeof MEMBERS)[]).filter(
    (member) => JSON.stringify(before[member] ?? null) !== JSON.stringify(after[member] ?? null),
  );
  const variables = changedVariables(before.Environment?.Variables, after.Environment?.Variables);
  // Whether the snapshot is taken differs between a version and `$LATEST`.
  const startsOf = ({ SnapStart }: FunctionConfiguration) => SnapStart?.ApplyOn ?? 'None';
  const named: string[] = members.map((member) => MEMBERS[member]);
  if (startsOf(before) !== startsOf(after)) named.push('SnapStart');
  const parts = [
    before.CodeSha256 !== after.CodeSha256 && 'code',
    named.length > 0 && `configuration ${named.join(', ')}`,
    variables.length > 0 && `environment ${variables.join(', ')}`,
  ].filter((part) => part !== false);
  return parts.join(', ') || 'the same code and configuration';
}

/** Names of the variables that only one of them has, or that have another value. */
export function changedVariables(
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}
