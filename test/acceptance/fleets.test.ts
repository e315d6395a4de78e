import { testLeftFleet } from './fleets/left-fleet';
import { testOwnFleet } from './fleets/own-fleet';
import { testRefreshedFleet } from './fleets/refreshed-fleet';
import { deployFleets, type FleetsApp } from './support/fleets-app';
import { leftovers } from './support/leftovers';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

let app: FleetsApp;

beforeAll(async () => {
  app = await deployFleets();
});
afterAll(() => app?.local.close());

const deployed = () => app;

describe('a fleet that the factory makes', () => testOwnFleet(deployed));
describe('a fleet that runs already', () => testLeftFleet(deployed));
describe('a fleet whose instances are refreshed', () => testRefreshedFleet(deployed));

test('destroying leaves nothing behind but what releases made', async () => {
  await app.destroy();
  expect(await leftovers(app)).toEqual([]);
});
