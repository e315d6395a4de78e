import type { Operation } from '../../../kit/operation';
import type { Change, ChangeDetail } from '../engine/change';
import type { StackStore } from '../engine/store';
import { getChangeSet, type ChangeSetReference } from '../request/change-sets';
import { pageOf } from '../request/pages';
import { isTrue } from '../request/request';
import { describedParameters } from '../request/describe';

interface Input extends ChangeSetReference {
  readonly NextToken?: string;
  readonly IncludePropertyValues?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export function describeChangeSet(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const { stack, changeSet } = getChangeSet(store, context, input);
    const withValues = isTrue(input.IncludePropertyValues);
    const { items, NextToken } = pageOf(changeSet.changes, input.NextToken);
    return {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSet.id,
      StackId: stack.id,
      StackName: stack.name,
      Description: changeSet.description,
      Parameters: describedParameters(changeSet.desired?.parameters ?? []),
      CreationTime: changeSet.created,
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.reason,
      NotificationARNs: changeSet.desired?.notificationArns ?? [],
      Capabilities: changeSet.desired?.capabilities ?? [],
      Tags: changeSet.desired?.tags ?? [],
      Changes: items.map((change) => ({
        Type: 'Resource',
        ResourceChange: resourceChange(change, withValues),
      })),
      NextToken,
      IncludeNestedStacks: false,
    };
  };
}

function resourceChange(change: Change, withValues: boolean): object {
  const { action, logicalId, type, physicalId, replacement, policyAction, details, before, after } = change;
  return {
    PolicyAction: policyAction,
    Action: action,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Replacement: replacement,
    Scope: [...new Set(details.map((detail) => (detail.name === 'Tags' ? 'Tags' : detail.attribute)))],
    Details: details.map((detail) => resourceChangeDetail(detail, withValues)),
    BeforeContext: withValues && before !== undefined ? JSON.stringify({ Properties: before }) : undefined,
    AfterContext: withValues && after !== undefined ? JSON.stringify({ Properties: after }) : undefined,
  };
}

function resourceChangeDetail(detail: ChangeDetail, withValues: boolean): object {
  const { attribute, name, recreation, evaluation, before, after } = detail;
  const values = withValues
    ? {
        BeforeValue: before,
        AfterValue: after,
        Path: `/${name === undefined ? attribute : `Properties/${name}`}`,
      }
    : {};
  return {
    Target: {
      Attribute: name === 'Tags' ? 'Tags' : attribute,
      Name: name,
      RequiresRecreation: recreation,
      ...values,
      AttributeChangeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
    },
    Evaluation: evaluation,
    ChangeSource: evaluation === 'Static' ? 'DirectModification' : 'ResourceReference',
  };
}
