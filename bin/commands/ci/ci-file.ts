import { codePlan, type CodeUploadingPipeline } from './code-plan';
import { githubCodeFile, githubFile } from './github';
import { gitlabCodeFile, gitlabFile } from './gitlab';
import { ciPlan, type UploadingPipeline } from './plan';

/**
 * The file that a team's CI needs: it builds the images and pushes them to every account and region, and uploads the
 * settings of each environment, with the roles that the factory makes and without any key.
 * @param pipelines of one entry, one for each environment
 */
export function ciFile(pipelines: readonly [UploadingPipeline, ...UploadingPipeline[]]): string {
  const plan = ciPlan(pipelines);
  const { provider, url } = pipelines[0].source.ci;
  const head = [
    ...headOf(pipelines),
    `Two kinds of jobs upload to the pipelines of ${environmentsOf(pipelines)} and know nothing else of them: images go to ECR,`,
    'a settings.zip with appspec.yaml and a taskdef.json to S3.',
  ];
  return provider === 'github' ? githubFile(plan, head) : gitlabFile(plan, url, head);
}

/**
 * The same for code: it has the repository's `build.sh` make `code.zip`, and uploads that to each environment.
 * @param pipelines of one entry, one for each environment
 */
export function codeCiFile(pipelines: readonly [CodeUploadingPipeline, ...CodeUploadingPipeline[]]): string {
  const plan = codePlan(pipelines);
  const { provider, url } = pipelines[0].source.ci;
  const head = [
    ...headOf(pipelines),
    `build.sh of the repository tests the commit and leaves code.zip, with a folder or a zip for each function; that is`,
    `uploaded to the pipelines of ${environmentsOf(pipelines)}, which publish versions of it.`,
  ];
  return provider === 'github' ? githubCodeFile(plan, head) : gitlabCodeFile(plan, url, head);
}

type Uploading = readonly [
  UploadingPipeline | CodeUploadingPipeline,
  ...(UploadingPipeline | CodeUploadingPipeline)[],
];

function headOf([{ name, source }]: Uploading): string[] {
  return [
    `Written by \`npx pipeline-factory ci ${name} --provider ${source.ci.provider}\`: change the config, and generate it again.`,
  ];
}

const environmentsOf = (pipelines: Uploading): string =>
  `${pipelines[0].name} (${pipelines.map(({ environment }) => environment.name).join(', ')})`;
