import type { AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import { fetchParameter } from '../engine/parameter-store';
import { identityFor } from '../engine/run';
import { stackScope } from '../engine/scope';
import type { Stack } from '../engine/stack';
import type { Desired } from '../engine/desired';
import type { StackStore } from '../engine/store';
import { parameterValues } from '../template/parameters';
import { checkRules } from '../template/rules';
import { parseTemplate, refusal } from '../template/template';
import { checkCapabilities } from './capabilities';
import { isTrue, listOf, type StackRequest } from './request';
import { readTemplate } from './template-source';

/**
 * What a request wants a stack to be, with its template, parameters, capabilities and rules checked.
 * @throws AwsError in CloudFormation's words
 */
export async function desiredFrom(store: StackStore, stack: Stack, request: StackRequest): Promise<Desired> {
  refuseUnsupported(request);
  const previous = stack.deployed;
  const roleArn = request.RoleARN ?? previous?.roleArn;
  const identity = await identityFor(store.context, stack, roleArn);
  const service = store.context.aws.asService(stack.account, stack.region);
  const body = await bodyOf(request, previous, service);
  const template = parseTemplate(body);
  const desired: Desired = {
    body,
    template,
    parameters: await parameterValues(
      template.parameters,
      listOf(request.Parameters),
      previous?.parameters ?? [],
      (name) => fetchParameter(identity, name),
    ),
    tags: request.Tags === undefined ? (previous?.tags ?? []) : listOf(request.Tags),
    capabilities: listOf(request.Capabilities),
    notificationArns:
      request.NotificationARNs === undefined
        ? (previous?.notificationArns ?? [])
        : listOf(request.NotificationARNs),
    roleArn,
    onFailure: onFailure(request),
  };
  checkCapabilities(desired);
  await checkRules(template, stackScope(store, stack, desired, identity));
  return desired;
}

async function bodyOf(
  request: StackRequest,
  previous: Desired | undefined,
  service: AwsIdentity,
): Promise<string> {
  if (!isTrue(request.UsePreviousTemplate)) return readTemplate(request, service);
  if (previous === undefined) {
    throw new AwsError('ValidationError', 'UsePreviousTemplate needs a stack that has a template');
  }
  return previous.body;
}

function onFailure({ DisableRollback, OnFailure, OnStackFailure }: StackRequest): Desired['onFailure'] {
  if (isTrue(DisableRollback)) return 'DO_NOTHING';
  const wanted = OnFailure ?? OnStackFailure ?? 'ROLLBACK';
  if (wanted === 'ROLLBACK' || wanted === 'DELETE' || wanted === 'DO_NOTHING') return wanted;
  throw new AwsError('ValidationError', `OnFailure must be ROLLBACK, DELETE or DO_NOTHING, got: ${wanted}`);
}

function refuseUnsupported(request: StackRequest): void {
  if (request.StackPolicyBody !== undefined) throw refusal('apply a stack policy (StackPolicyBody)');
  if (listOf(request.ResourcesToImport).length > 0) throw refusal('import resources (ResourcesToImport)');
  if (listOf(request.RollbackConfiguration?.RollbackTriggers).length > 0) {
    throw refusal('watch alarms (RollbackConfiguration.RollbackTriggers)');
  }
}
