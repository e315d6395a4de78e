import type { UploadingPipeline } from '../../../bin/commands/ci/plan';
import { parseConfig } from '../../../lib/load-config';

/** The pipelines of an entry `web` with this source, in these environments. */
export function uploading(
  source: string,
  environments = '{ stg: {}, prd: {} }',
): [UploadingPipeline, ...UploadingPipeline[]] {
  const { pipelines } = parseConfig(
    `
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  qa: { account: "111111111111", region: ap-northeast-1 }
  eu: { account: "111111111111", region: eu-west-1 }
  prd: { account: "222222222222", region: ap-northeast-1 }
  china: { account: "333333333333", region: cn-north-1 }
pipelines:
  web:
    kind: ecs-blue-green
    source:
${source}
    environments: ${environments}`,
    'pipelines.yaml',
  );
  return pipelines as [UploadingPipeline, ...UploadingPipeline[]];
}

/** One image and settings of each environment. */
export const ONE_IMAGE = `
      image: { ecr: web }
      settings: { s3: "web-settings-{environment}", key: "{environment}/settings.zip" }`;

/** Three images in repositories of each environment's own, under tags of their own. */
export const MORE_IMAGES = `
      images: [{ ecr: "acme/web-{environment}" }, { ecr: proxy, tag: stable }, { ecr: other/proxy, tag: "{environment}" }]
      settings: { s3: "web-settings-{environment}" }`;

/** Whose CI it is. */
export const ci = (provider: 'gitlab' | 'github', more = ''): string => `
      ci: { provider: ${provider}, repository: acme/web${more} }`;
