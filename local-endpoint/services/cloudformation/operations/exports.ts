import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { scopeOf } from '../../../kit/scope';
import { pageOptions } from '../request/pages';
import { isAlive, type StackStore } from '../store';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export function listExports(store: StackStore): Operation<{ readonly NextToken?: string }> {
  return async (input, context) => {
    const stacks = store.stacks.in(scopeOf(context)).filter(isAlive);
    const exported = stacks.flatMap(({ id, outputs }) =>
      outputs
        .filter(({ exportName }) => exportName !== undefined)
        .map(({ exportName, value }) => ({ ExportingStackId: id, Name: exportName, Value: value })),
    );
    const { items, next } = pageOf(exported, pageOptions(input.NextToken));
    return { Exports: items, NextToken: next };
  };
}

interface ListImportsInput {
  readonly ExportName?: string;
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html */
export function listImports(store: StackStore): Operation<ListImportsInput> {
  return async ({ ExportName = '', NextToken }, context) => {
    const users = store.stacks
      .in(scopeOf(context))
      .filter((stack) => isAlive(stack) && stack.imports.has(ExportName))
      .map(({ name }) => name);
    if (users.length === 0) {
      throw new AwsError('ValidationError', `Export '${ExportName}' is not imported by any stack.`);
    }
    const { items, next } = pageOf(users, pageOptions(NextToken));
    return { Imports: items, NextToken: next };
  };
}
