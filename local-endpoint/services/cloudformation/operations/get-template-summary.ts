import type { Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import type { StackRequest } from '../request/request';
import { readTemplate } from '../request/template-source';
import { parseTemplate } from '../template/template';
import { declaredParameters, templateDescription } from './template-description';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export function getTemplateSummary(store: StackStore): Operation<StackRequest> {
  return async (input, context) => {
    const { accountId } = context.caller;
    const body =
      input.StackName === undefined
        ? await readTemplate(input, store.context.aws.asService(accountId, context.region))
        : (getStack(store, context, input.StackName).deployed?.body ?? '');
    const template = parseTemplate(body);
    return {
      ...templateDescription(template),
      Parameters: declaredParameters(template),
      ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
      ResourceIdentifierSummaries: [],
      Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
      Version: '2010-09-09',
    };
  };
}
