import type { Stack } from '../engine/stack';
import type { ParameterValue } from '../template/parameters';

/** Parameters in answers; the values of those marked NoEcho are masked. */
export const describedParameters = (parameters: readonly ParameterValue[]): object[] =>
  parameters.map(({ key, value, resolved, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? '****' : value,
    ResolvedValue: resolved,
  }));

/** A stack in the answer of DescribeStacks. */
export function describedStack(stack: Stack): object {
  const { deployed } = stack;
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: deployed?.template.description,
    Parameters: describedParameters(deployed?.parameters ?? []),
    CreationTime: stack.created,
    LastUpdatedTime: stack.updated,
    DeletionTime: stack.deleted,
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: deployed?.onFailure === 'DO_NOTHING',
    NotificationARNs: deployed?.notificationArns ?? [],
    Capabilities: deployed?.capabilities ?? [],
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: deployed?.roleArn,
    Tags: deployed?.tags ?? [],
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** The stack's part of a resource's description. */
export const describedOwner = ({ name, id }: Stack): object => ({ StackName: name, StackId: id });
