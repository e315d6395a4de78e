import type {
  ActionExecutionDetail,
  PipelineDeclaration,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { startTestEndpoint, type TestEndpoint, testService } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../../local-endpoint/kit/aws-error';
import type { Operation } from '../../../../local-endpoint/kit/operation';
import { type ReleaseClients, releaseClients } from '../../../../bin/releases/clients';
import type { DeploymentType, ReleasePipeline } from '../../../../bin/releases/model';

/** What CodePipeline and S3 answer. */
export interface FakePipeline {
  /** The newest first. Those that succeeded did so in the deploy stage, too. */
  executions: (PipelineExecutionSummary & { readonly version?: number })[];
  /** By execution. */
  actions: Record<string, ActionExecutionDetail[]>;
  /** The execution that the deploy stage runs. @default - none */
  running?: string;
  /** Keys of artifacts that have expired. */
  expired: string[];
}

/** An endpoint on which a pipeline has the executions that a test writes. */
export async function startFakePipeline(): Promise<{
  readonly fake: FakePipeline;
  readonly endpoint: TestEndpoint;
  readonly clients: ReleaseClients;
}> {
  const fake: FakePipeline = { executions: [], actions: {}, expired: [] };
  const endpoint = await startTestEndpoint({
    moto: '',
    services: [
      testService('codepipeline', { operations: codePipeline(fake) }, 'refuse'),
      testService('s3', { operations: s3(fake) }, 'refuse'),
    ],
  });
  return { fake, endpoint, clients: releaseClients(endpoint.client()) };
}

function codePipeline(fake: FakePipeline): Record<string, Operation> {
  const find = (id: unknown) => fake.executions.find(({ pipelineExecutionId }) => pipelineExecutionId === id);
  return {
    ListPipelineExecutions: async ({ filter }) => ({
      pipelineExecutionSummaries: fake.executions.filter(
        ({ status }) => filter === undefined || status === 'Succeeded',
      ),
    }),
    GetPipelineExecution: async ({ pipelineExecutionId: id }) => {
      const found = find(id);
      if (!found) throw new AwsError('PipelineExecutionNotFoundException', `no execution ${String(id)}`);
      return { pipelineExecution: { ...found, pipelineVersion: found.version ?? 2 } };
    },
    GetPipelineState: async () => ({
      stageStates: [
        {
          stageName: 'Deploy',
          latestExecution: {
            pipelineExecutionId: fake.running ?? fake.executions[0]?.pipelineExecutionId,
            status: fake.running === undefined ? 'Succeeded' : 'InProgress',
          },
        },
      ],
    }),
    ListActionExecutions: async ({ filter }) => ({
      actionExecutionDetails:
        fake.actions[(filter as { pipelineExecutionId?: string }).pipelineExecutionId ?? ''] ?? [],
    }),
  };
}

const s3 = (fake: FakePipeline): Record<string, Operation> => ({
  HeadObject: async ({ Key }) => {
    if (fake.expired.includes(String(Key))) throw new AwsError('NotFound', 'Not Found', 404);
    return {};
  },
});

/** A pipeline of version 2 whose type of deployment has nothing under way and needs nothing, unless changed. */
export function pipelineWith(clients: ReleaseClients, type: Partial<DeploymentType> = {}): ReleasePipeline {
  const declaration: PipelineDeclaration = { name: 'shop-web-prd', roleArn: 'role', stages: [], version: 2 };
  return {
    clients,
    name: 'shop-web-prd',
    declaration,
    version: 2,
    deploy: { stage: 'Deploy', action: 'Deploy' },
    type: {
      title: 'test',
      locate: () => undefined,
      readServing: async () => undefined,
      readNeeds: async () => [],
      readDifferences: async () => [],
      describeRollback: async () => 'what it released serves again',
      whileRunning: 'it is busy',
      ...type,
    },
  };
}
