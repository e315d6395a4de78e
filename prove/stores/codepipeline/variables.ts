import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { ActionDefinition, ActionRun, Execution } from './model';

/** What an action is given, with all variables resolved. @throws Error where one is not known */
export function resolveAction(
  simulated: SimulatedAccount,
  execution: Execution,
  { userParameters, native }: ActionDefinition,
): Pick<ActionRun, 'userParameters' | 'configuration'> {
  const resolved = (text: string) => resolve(simulated, execution, text);
  return {
    userParameters: resolved(userParameters),
    ...(native && {
      configuration: Object.fromEntries(
        Object.entries(native.configuration).map(([key, value]) => [key, resolved(value)]),
      ),
    }),
  };
}

/** In a rollback, variables of the stages before are those of the execution that the stage goes back to. */
function resolve(
  { pipeline: { actions } }: SimulatedAccount,
  { id, givenId = id, target, variables }: Execution,
  text: string,
): string {
  const outputOf = (execution: string | undefined, namespace: string) =>
    actions.findLast(
      (run) =>
        run.execution === execution && run.definition.namespace === namespace && run.status === 'Succeeded',
    )?.output;
  return text.replaceAll(/#\{(\w+)\.(\w+)\}/g, (whole, namespace: string, name: string) => {
    if (whole === '#{codepipeline.PipelineExecutionId}') return givenId;
    const made = outputOf(id, namespace) ?? outputOf(target, namespace);
    const value = made?.[name] ?? variables[namespace]?.[name];
    if (value === undefined) throw new Error(`The execution ${id} must have the variable ${whole}`);
    return value;
  });
}
