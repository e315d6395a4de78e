import type { Operation } from '../../../kit/operation';
import { isAlive, type StackStore } from '../engine/store';
import { pageOf } from '../request/pages';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export function listExports(store: StackStore): Operation<{ NextToken?: string }> {
  return async (input, context) => {
    const stacks = store.stacks(context.caller.accountId, context.region).filter(isAlive);
    const exported = stacks.flatMap(({ id, outputs }) =>
      outputs
        .filter(({ exportName }) => exportName !== undefined)
        .map(({ exportName, value }) => ({ ExportingStackId: id, Name: exportName, Value: value })),
    );
    const { items, NextToken } = pageOf(exported, input.NextToken);
    return { Exports: items, NextToken };
  };
}
