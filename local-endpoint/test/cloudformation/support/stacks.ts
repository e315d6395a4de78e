import {
  type Change,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { virtualClock } from '../../../kit/virtual-clock/virtual-clock';
import { type StartedEndpoint, startWholeEndpoint } from '../../../testing/whole-endpoint';

/** The whole local endpoint with a CloudFormation client, as the CDK uses them. */
export interface Stacks {
  readonly local: StartedEndpoint;
  readonly cloudformation: CloudFormationClient;
  /** What clients are made with; an access key of twelve digits acts in that account. */
  readonly client: StartedEndpoint['client'];
  /** Makes a change set and tells what came of it. */
  change(name: string, template: object, options?: ChangeOptions): Promise<ChangeSetOutcome>;
  /** Makes a change set, executes it and waits for the end. */
  deploy(name: string, template: object, options?: ChangeOptions): Promise<Stack>;
  /** Deletes a stack and waits for the end. */
  remove(name: string, retained?: string[]): Promise<Stack>;
  /** `LogicalId STATUS` of each event, oldest first. */
  history(stack: Stack): Promise<string[]>;
  /** The reasons of the events that failed. */
  reasons(stack: Stack): Promise<string[]>;
  close(): Promise<void>;
}

/** What a change set became. */
export interface ChangeSetOutcome {
  readonly id: string;
  readonly stackId: string;
  readonly status: string;
  readonly reason: string;
  readonly changes: Change[];
}

interface ChangeOptions {
  readonly type?: 'CREATE' | 'UPDATE';
  readonly roleArn?: string;
  readonly parameters?: Record<string, string>;
  readonly tags?: Record<string, string>;
}

/** Starts everything; `close` ends it. */
export async function startStacks(): Promise<Stacks> {
  const clock = virtualClock({ driver: 'the test' });
  const local = await startWholeEndpoint({ clock });
  const { client } = local;
  const cloudformation = new CloudFormationClient(client());
  const describe = async (name: string): Promise<Stack> => {
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0] as Stack;
  };
  const eventsOf = async ({ StackId }: Stack) => {
    const { StackEvents = [] } = await cloudformation.send(
      new DescribeStackEventsCommand({ StackName: StackId }),
    );
    return StackEvents.toReversed();
  };
  const change: Stacks['change'] = async (
    name,
    template,
    { type = 'CREATE', roleArn, parameters = {}, tags } = {},
  ) => {
    const { Id = '', StackId = '' } = await cloudformation.send(
      new CreateChangeSetCommand({
        StackName: name,
        ChangeSetName: `set-${++changeSets}`,
        ChangeSetType: type,
        TemplateBody: JSON.stringify(template),
        RoleARN: roleArn,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
        Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    const found = await cloudformation.send(
      new DescribeChangeSetCommand({ ChangeSetName: Id, StackName: StackId }),
    );
    const { Status = '', StatusReason = '', Changes = [] } = found;
    return { id: Id, stackId: StackId, status: Status, reason: StatusReason, changes: Changes };
  };
  return {
    local,
    cloudformation,
    client,
    change,
    async deploy(name, template, options) {
      const { id, stackId, reason, status } = await change(name, template, options);
      if (status !== 'CREATE_COMPLETE') throw new Error(reason);
      await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: id, StackName: stackId }));
      return describe(stackId);
    },
    async remove(name, RetainResources) {
      const { StackId } = await describe(name);
      await cloudformation.send(new DeleteStackCommand({ StackName: name, RetainResources }));
      return describe(StackId ?? '');
    },
    history: async (stack) =>
      (await eventsOf(stack)).map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`),
    reasons: async (stack) =>
      (await eventsOf(stack))
        .filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'))
        .map((event) => event.ResourceStatusReason ?? ''),
    close: () => local.close(),
  };
}

let changeSets = 0;
