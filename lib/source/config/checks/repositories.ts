import { pipelineName } from '../../../../handlers/contract/names';
import type { Finding } from '../../../config/check-schema';
import type { Draft, Placed } from '../../../config/resolve';
import { agreement, type Mention } from './consistent-use';
import { bounded } from '../../../config/checks/length';
import { sharedByBuilds } from './built-repositories';

/** What pipelines say of a repository agrees, whether images are uploaded to it or built, and its name fits. */
export function checkRepositories({ pipelines }: Draft): Finding[] {
  return [
    ...agreement(pipelines.flatMap(repositories), 'ECR repository'),
    ...sharedByBuilds(pipelines),
    ...pipelines.flatMap((placed) => repositories(placed).flatMap((mention) => length(placed, mention))),
  ];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
function length({ pipeline }: Placed, { name, nameAt }: Mention): Finding[] {
  const { prefix, name: key, environment } = pipeline;
  const made = pipelineName({ prefix, pipeline: key, environment: environment.name });
  return bounded(name, 2, 256, `repository name for ${made}`, nameAt);
}

function repositories(placed: Placed): Mention[] {
  return placed.pipeline.source.from === 'git' ? built(placed) : uploaded(placed);
}

function uploaded({ pipeline: { source, environment }, image }: Placed): Mention[] {
  if (source.from !== 'uploads') return [];
  return source.images.map(({ repository, existing, untaggedExpiryDays }, index) => ({
    name: repository,
    environment,
    existing,
    existingAt: image(index, 'existing'),
    nameAt: image(index, 'ecr'),
    expiry: { days: untaggedExpiryDays, at: image(index, 'untaggedExpiry') },
  }));
}

function built({ pipeline: { source, environment }, at }: Placed): Mention[] {
  if (source.from !== 'git') return [];
  return source.build.images.map(({ container, repository, existing, untaggedExpiryDays, keep }) => {
    const field = (name: string) => at(['build', 'images', container, name]);
    return {
      name: repository,
      environment,
      existing,
      existingAt: field('existing'),
      nameAt: field('ecr'),
      expiry: { days: untaggedExpiryDays, at: field('untaggedExpiry') },
      keep: { images: keep, at: field('keep') },
    };
  });
}
