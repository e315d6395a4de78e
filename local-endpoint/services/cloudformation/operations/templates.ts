import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { isList, plain } from '../../../kit/resources/json';
import { neededCapability } from '../request/capabilities';
import { type ChangeSetReference, getChangeSet } from '../request/change-sets';
import type { StackRequest } from '../request/request';
import { readTemplate } from '../request/template-source';
import { getStack, type StackStore } from '../store';
import type { Template } from '../template/model';
import { parseTemplate } from '../template/template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export function getTemplate(store: StackStore): Operation<ChangeSetReference> {
  return async (input, context) => {
    const StagesAvailable = ['Original', 'Processed'];
    if (input.ChangeSetName !== undefined) {
      const { changeSet } = getChangeSet(store, context, input);
      return { TemplateBody: changeSet.desired?.body ?? '', StagesAvailable };
    }
    const stack = getStack(store, context, input.StackName);
    if (stack.deployed === undefined && stack.status !== 'REVIEW_IN_PROGRESS') {
      throw new AwsError('ValidationError', `Stack with id ${input.StackName} has no template`);
    }
    return { TemplateBody: stack.deployed?.body ?? '', StagesAvailable };
  };
}

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

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export function validateTemplate(store: StackStore): Operation<StackRequest> {
  return async (input, context) => {
    const identity = store.context.aws.asService(context.caller.accountId, context.region);
    const template = parseTemplate(await readTemplate(input, identity));
    return { ...templateDescription(template), Parameters: declaredParameters(template) };
  };
}

function templateDescription(template: Template): object {
  const capability = neededCapability({ template });
  return {
    Description: template.description,
    Capabilities: capability === undefined ? [] : [capability],
    CapabilitiesReason:
      capability === undefined
        ? undefined
        : `The following resource(s) require capabilities: [${iamTypes(template)}]`,
    DeclaredTransforms: [],
  };
}

const iamTypes = ({ resources }: Template): string =>
  [...new Set(Object.values(resources).map(({ type }) => type))]
    .filter((type) => type.startsWith('AWS::IAM::'))
    .join(', ');

const declaredParameters = ({ parameters }: Template): object[] =>
  Object.entries(parameters).map(([key, { Default, Type, NoEcho, Description, AllowedValues }]) => ({
    ParameterKey: key,
    DefaultValue: Default,
    ParameterType: Type,
    NoEcho: plain(NoEcho) === 'true',
    Description,
    ParameterConstraints: isList(AllowedValues) ? { AllowedValues } : {},
  }));
