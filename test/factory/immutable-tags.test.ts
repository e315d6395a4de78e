import { configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { diagnosticsOf } from '../config/diagnostics-of';

const uploads = (tags: readonly string[]) =>
  tags
    .map(
      (tag, index) => `  web${index}:
    kind: ecs-blue-green
    source: { image: { ecr: web, tag: ${tag} }, settings: { s3: web-${index} } }
    environments: { stg: {} }`,
    )
    .join('\n');

const hardened = (pipelines: string) => configText(pipelines).replace('stg: { ', 'stg: { hardened: true, ');

it('keeps every tag on its image but those that start pipelines and those that releases move', () => {
  const template = templateOf(appOf(hardened(uploads(['latest', 'stable']))), 'shop-sources');
  template.hasResourceProperties('AWS::ECR::Repository', {
    ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: ['latest', 'stable', '*-serving', '*-previous'].map((tag) => ({
      ImageTagMutabilityExclusionFilterType: 'WILDCARD',
      ImageTagMutabilityExclusionFilterValue: tag,
    })),
  });
});

it('refuses more tags that start pipelines than ECR makes exceptions for', () => {
  const tags = ['one', 'two', 'three', 'four'];
  expect(diagnosticsOf(hardened(uploads(tags)))).toMatchObject([
    {
      path: 'pipelines.web3.source.image.tag',
      rule: expect.stringContaining('at most 3 may start pipelines') as string,
      got: 'four',
    },
  ]);
  expect(diagnosticsOf(configText(uploads(tags)))).toEqual([]);
});
