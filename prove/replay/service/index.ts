import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { RECORD_RELEASE } from '../../../handlers/contract/record-release';
import { UPDATE_TASK_DEFINITION } from '../../../handlers/contract/update-task-definition';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { SourceDefinition } from '../../stores/codepipeline/model';
import type { PlantedAccount } from '../account';
import { putArtifact, s3Source } from '../artifacts';
import { FOLLOW_UPS, UNMENDED_FOLLOW_UPS } from '../follow-ups';
import type { ReplayedKind } from '../replayed-kind';
import { plantService } from './plant';
import { serviceReader } from './read';
import { tagImage } from './tag-image';

/** Releases to a service of ECS, which CodePipeline's own actions deploy. */
export const service: ReplayedKind = {
  /** The endpoint gives the actions of a rollback its own id. Scans there end, and neither an image's health nor what is found in it can be mended. */
  scenarios: {
    release: FOLLOW_UPS,
    'first-release': FOLLOW_UPS,
    'same-image': FOLLOW_UPS,
    'rollback-by-own-id': FOLLOW_UPS,
    'unhealthy-release': UNMENDED_FOLLOW_UPS,
    'scan-finds': UNMENDED_FOLLOW_UPS,
  },
  eventFunctions: ({ codeDeploy }) =>
    codeDeploy ? [RECORD_RELEASE] : [UPDATE_TASK_DEFINITION, RECORD_RELEASE],
  plant: plantService,
  reader: serviceReader,
  sources: ({ pipeline }, bucket) =>
    artifactsOf(pipeline).map((artifact) => {
      const source = imageSourceOf(pipeline, artifact);
      return source ? declarationOf(source) : s3Source(artifact, bucket);
    }),
  bring: async (account, model, execution, bucket) => {
    const { pipeline } = model;
    const { artifacts = {} } = pipeline.executions.find(({ id }) => id === execution) ?? {};
    for (const [artifact, key] of Object.entries(artifacts)) {
      const files = account.ids.toOther(model.s3?.[`${pipeline.artifactBucket}/${key}`] ?? {});
      const source = imageSourceOf(pipeline, artifact);
      if (source) await bringImage(account, source, files);
      else await putArtifact(account.endpoint, bucket, artifact, files);
    }
  },
};

type Pipeline = SimulatedAccount['pipeline'];

/** The names of the artifacts that the stages take. */
const artifactsOf = ({ stages }: Pipeline): string[] => [
  ...new Set(stages.flatMap(({ actions }) => actions.flatMap(({ inputs = [] }) => inputs))),
];

/** The source action that takes an image. @returns nothing where it is an upload, or the endpoint plays no build */
const imageSourceOf = ({ sources = [] }: Pipeline, artifact: string): SourceDefinition | undefined =>
  sources.find((source) => source.artifact === artifact && source.provider === 'ECR');

const declarationOf = ({ name, provider, configuration, artifact }: SourceDefinition): ActionDeclaration => ({
  ...{ name, configuration: { ...configuration }, outputArtifacts: [{ name: artifact }] },
  actionTypeId: { category: 'Source', owner: 'AWS', provider, version: '1' },
});

/** The tag that ECR's source action takes where its configuration names none. */
const LATEST = 'latest';

async function bringImage(
  account: PlantedAccount,
  { configuration }: SourceDefinition,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const [, digest = ''] = /@(sha256:\w+)/.exec(files['imageDetail.json'] ?? '') ?? [];
  await tagImage(account, configuration.RepositoryName ?? '', digest, LATEST);
}
