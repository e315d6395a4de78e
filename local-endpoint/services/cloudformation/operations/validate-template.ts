import type { Operation } from '../../../kit/operation';
import type { StackStore } from '../engine/store';
import type { StackRequest } from '../request/request';
import { readTemplate } from '../request/template-source';
import { parseTemplate } from '../template/template';
import { declaredParameters, templateDescription } from './template-description';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export function validateTemplate(store: StackStore): Operation<StackRequest> {
  return async (input, context) => {
    const identity = store.context.aws.asService(context.caller.accountId, context.region);
    const template = parseTemplate(await readTemplate(input, identity));
    return { ...templateDescription(template), Parameters: declaredParameters(template) };
  };
}
