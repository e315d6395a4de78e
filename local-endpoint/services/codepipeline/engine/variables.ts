import type { Execution } from '../model';
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
