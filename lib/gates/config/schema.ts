import { z } from 'zod';
import { OFF } from '../../build/config/off';
import { checkSchema } from '../../build/config/schema';
import { namedBy, namePart } from '../../config/schema-parts';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational', 'undefined'] as const;

/** What must hold before a release is deployed, in every kind. */
export const gateFields = {
  checks: z
    .record(
      namePart(),
      checkSchema.describe('A buildspec that must pass: its path, or a mapping.'),
      namedBy('must be a mapping of names to buildspecs, such as { unit-tests: buildspec.test.yml }'),
    )
    .meta({ id: 'Checks' })
    .prefault({})
    .describe(
      'Buildspecs that must pass before anything is built (unit tests, static analysis), by name; each is a stage of its own, in this order. Only with a git source.',
    ),
  scan: z
    .enum([...SEVERITIES, OFF])
    .optional()
    .describe(
      'A release stops when the image scan finds something this severe or worse. off, also the default: findings do not stop a release.',
    ),
};
