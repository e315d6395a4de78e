import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { ActionDefinition, Execution } from './model';

/** UserParameters of an action with all variables resolved. @throws Error where one is not known */
export function userParametersOf(
  { pipeline: { actions } }: SimulatedAccount,
  execution: Execution,
  { userParameters }: ActionDefinition,
): string {
  const { id, givenId = id, variables } = execution;
  return userParameters.replaceAll(/#\{(\w+)\.(\w+)\}/g, (whole, namespace: string, name: string) => {
    if (whole === '#{codepipeline.PipelineExecutionId}') return givenId;
    const made = actions.findLast(
      (run) => run.execution === id && run.definition.namespace === namespace && run.status === 'Succeeded',
    );
    const value = made?.output[name] ?? variables[namespace]?.[name];
    if (value === undefined) throw new Error(`The execution ${id} must have the variable ${whole}`);
    return value;
  });
}
