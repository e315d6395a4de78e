import { AwsError } from '../../../kit/aws-error';
import { evaluate, holds } from '../template/evaluate';
import { textOf, type Json } from '../template/json';
import type { Scope } from '../template/scope';
import type { OutputDeclaration } from '../template/model';
import type { Run } from './run';
import type { Output, Stack } from './stack';
import { isAlive, type StackStore } from './store';

/**
 * The stack's outputs, with the exports checked against those of other stacks.
 * @throws AwsError `ValidationError` where an export's name is taken, or one that is used would go or change
 */
export async function evaluateOutputs(run: Run): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const [key, declared] of Object.entries(run.desired.template.outputs)) {
    if (declared.condition !== undefined && !(await holds(declared.condition, run.scope))) continue;
    outputs.push(await evaluateOutput(key, declared, run.scope));
  }
  refuseTakenNames(run.store, run.stack, outputs);
  refuseChangingUsedExports(run.store, run.stack, outputs);
  return outputs;
}

/**
 * Checks that no other stack uses an export that would go or change.
 * @throws AwsError `ValidationError`
 */
export function refuseChangingUsedExports(store: StackStore, stack: Stack, after: readonly Output[]): void {
  for (const { exportName, value } of stack.outputs) {
    if (exportName === undefined) continue;
    const kept = after.find((output) => output.exportName === exportName);
    if (kept?.value === value) continue;
    const users = others(store, stack).filter(({ imports }) => imports.has(exportName));
    if (users.length === 0) continue;
    const verb = kept === undefined ? 'deleted' : 'updated';
    const names = users.map(({ name }) => name).join(', ');
    throw new AwsError(
      'ValidationError',
      `Export ${exportName} cannot be ${verb} as it is in use by ${names}`,
    );
  }
}

async function evaluateOutput(key: string, declared: OutputDeclaration, scope: Scope): Promise<Output> {
  const text = async (value: Json): Promise<string> =>
    textOf((await evaluate(value, scope)) ?? null, `output ${key}`);
  return {
    key,
    value: await text(declared.value),
    description: declared.description,
    exportName: declared.exportName === undefined ? undefined : await text(declared.exportName),
  };
}

function refuseTakenNames(store: StackStore, stack: Stack, outputs: readonly Output[]): void {
  for (const { exportName } of outputs) {
    if (exportName === undefined) continue;
    const owner = others(store, stack).find((other) =>
      other.outputs.some((output) => output.exportName === exportName),
    );
    if (owner === undefined) continue;
    throw new AwsError(
      'ValidationError',
      `Export with name ${exportName} is already exported by stack ${owner.name}. Rule: exports must be unique`,
    );
  }
}

const others = (store: StackStore, stack: Stack): Stack[] =>
  store.stacks(stack.account, stack.region).filter((other) => other !== stack && isAlive(other));
