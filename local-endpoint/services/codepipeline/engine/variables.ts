import type { PipelineVariable } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import type { Execution, Structure } from '../model';
import { ActionFailure } from '../providers/provider';

/** `#{namespace.key}`. https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html */
export const VARIABLE = /#\{([^{}.]+)\.([^{}]+)\}/g;

/**
 * Puts the values of variables into an action's configuration, as CodePipeline does just before the action starts.
 * @throws ActionFailure where a variable has no value
 */
export function resolveConfiguration(
  configuration: Readonly<Record<string, string>>,
  execution: Execution,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, text]) => [
      key,
      text.replace(VARIABLE, (reference, namespace: string, name: string) => {
        const value = valuesOf(execution, namespace)?.[name];
        if (value !== undefined) return value;
        throw new ActionFailure(
          'ConfigurationError',
          `Unresolved variable ${reference} in the action configuration field ${key}.`,
        );
      }),
    ]),
  );
}

function valuesOf(execution: Execution, namespace: string): Readonly<Record<string, string>> | undefined {
  if (namespace === 'codepipeline') return { PipelineExecutionId: execution.id };
  if (namespace === 'variables') return execution.variables;
  return execution.namespaces.get(namespace);
}

/** The pipeline variables that have a default. */
export const defaultVariables = ({ variables = [] }: Structure): Record<string, string> =>
  Object.fromEntries(
    variables.flatMap(({ name, defaultValue }) =>
      name && defaultValue !== undefined ? [[name, defaultValue]] : [],
    ),
  );

/** The values of all pipeline variables. @throws AwsError for one that is not declared, or has none */
export function pipelineVariables(
  structure: Structure,
  given: readonly PipelineVariable[],
): Record<string, string> {
  const declared = (structure.variables ?? []).map(({ name }) => name ?? '');
  const unknown = given.find(({ name }) => !declared.includes(name ?? ''));
  if (unknown)
    throw new AwsError(
      'ValidationException',
      `Pipeline variable ${unknown.name} is not declared in the pipeline`,
    );
  const values: Record<string, string> = {
    ...defaultVariables(structure),
    ...Object.fromEntries(given.map(({ name, value }) => [name ?? '', value ?? ''])),
  };
  const missing = declared.filter((name) => values[name] === undefined);
  if (missing.length === 0) return values;
  throw new AwsError(
    'ValidationException',
    `Pipeline variables without a default value need a value: ${missing.join(', ')}`,
  );
}
