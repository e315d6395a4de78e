import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { isAlive, type StackStore } from '../engine/store';
import { pageOf } from '../request/pages';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html */
export function listImports(store: StackStore): Operation<{ ExportName?: string; NextToken?: string }> {
  return async ({ ExportName = '', NextToken: token }, context) => {
    const users = store
      .stacks(context.caller.accountId, context.region)
      .filter((stack) => isAlive(stack) && stack.imports.has(ExportName))
      .map(({ name }) => name);
    if (users.length === 0) {
      throw new AwsError('ValidationError', `Export '${ExportName}' is not imported by any stack.`);
    }
    const { items, NextToken } = pageOf(users, token);
    return { Imports: items, NextToken };
  };
}
