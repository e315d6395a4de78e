import * as modules from 'node:module';
import { join } from 'node:path';
import { runCompiled } from './compiled-scripts';

/** A hash of the files of the command line, which the package's build puts here. */
declare const BUILD: string;

const MAIN = 'pipeline-factory.cjs';

/** Of the built files: `__dirname` is that of this source below `dist/`. */
const FOLDER = join(__dirname, '../../cli');

/** Starts the command line of the package. Node itself caches compiled code from 22.1. */
if ('enableCompileCache' in modules) modules.createRequire(join(FOLDER, MAIN))(`./${MAIN}`);
else runCompiled(MAIN, { folder: FOLDER, build: BUILD });
