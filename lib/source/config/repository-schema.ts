import { z } from 'zod';
import { DAY, duration } from '../../config/schema-parts';

const REPOSITORY_RULE =
  'must be an ECR repository name: lower-case letters, digits, single . _ - within and / between parts; {environment} stands for the environment';
const ADDRESS_RULE = 'must be the name of the repository alone, without the address of its registry';

/** A repository name with `{environment}` allowed; https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repository = z
  .string()
  .regex(
    /^(?=.{2,})(?!.*\.amazonaws\.com)(?:[a-z0-9]|[._-](?=[a-z0-9{])|__(?=[a-z0-9{])|\/(?=[a-z0-9{])|\{environment\})+$/,
    { error: ({ input }) => (String(input).includes('.amazonaws.com') ? ADDRESS_RULE : REPOSITORY_RULE) },
  )
  .meta({ id: 'RepositoryName' });

/** The keys of an image's repository. */
export const repositoryFields = {
  ecr: repository.describe('The ECR repository. {environment} stands for the environment’s name.'),
  existing: z
    .boolean()
    .prefault(false)
    .describe('Whether the repository is there already. Otherwise the factory makes it.'),
  untaggedExpiry: duration(DAY, 'days', 1, 3650)
    .prefault('1d')
    .describe(
      'How long an untagged image of a repository that the factory makes is kept; at least until a deployment ends, and the week before that an approval may wait; at the end the image that serves and the one before it are tagged, so that they stay.',
    ),
};
