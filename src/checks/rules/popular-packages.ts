/** Packages that most JavaScript programs meet: what a slip, or somebody who counts on slips, comes near to. */
const NAMES = `
react react-dom react-router react-router-dom react-redux redux redux-thunk redux-saga reselect preact preact-render-to-string solid-js svelte vue vuex vue-router pinia nuxt next angular ember jquery backbone lit lit-html alpinejs htmx.org
lodash lodash-es underscore ramda immer immutable rxjs mobx zustand jotai recoil valtio xstate swr
express express-session express-validator express-rate-limit fastify koa koa-router koa-body hapi restify connect polka hono body-parser cookie-parser cookie-session cors helmet morgan multer compression passport passport-local passport-jwt jsonwebtoken bcrypt bcryptjs argon2 csurf http-errors http-proxy http-proxy-middleware socket.io socket.io-client ws
axios got node-fetch undici superagent request cross-fetch isomorphic-fetch ky needle qs query-string form-data cheerio jsdom puppeteer puppeteer-core playwright playwright-core nodemailer
chalk commander yargs yargs-parser minimist inquirer prompts ora colors kleur picocolors debug winston pino bunyan log4js loglevel signale figlet boxen cli-table3 enquirer meow execa shelljs cross-env cross-spawn dotenv dotenv-expand rimraf mkdirp glob globby fast-glob minimatch micromatch picomatch chokidar fs-extra graceful-fs nodemon concurrently husky lint-staged
typescript ts-node ts-jest ts-loader tsx tslib babel-loader webpack webpack-cli webpack-dev-server rollup vite esbuild parcel swc terser uglify-js eslint prettier stylelint postcss autoprefixer tailwindcss sass less styled-components emotion clsx classnames
jest vitest mocha chai sinon ava tape nyc c8 istanbul karma jasmine cypress supertest nock msw enzyme testcafe
moment moment-timezone dayjs luxon date-fns uuid nanoid semver ajv joi yup zod superstruct validator class-validator class-transformer reflect-metadata async bluebird p-limit p-queue p-retry q events eventemitter3 inherits through2 readable-stream concat-stream pump
mongoose mongodb mysql mysql2 pg pg-promise sqlite3 better-sqlite3 redis ioredis sequelize typeorm prisma knex objection drizzle-orm graphql apollo-server apollo-client graphql-tag type-graphql firebase firebase-admin aws-sdk stripe openai langchain tiktoken
d3 three chart.js echarts highcharts leaflet mapbox-gl gsap animejs framer-motion swiper quill slate prosemirror draft-js codemirror monaco-editor marked markdown-it remark rehype highlight.js prismjs dompurify sanitize-html handlebars mustache ejs pug nunjucks
electron electron-builder electron-updater react-native expo ionic cordova
js-yaml yaml toml ini xml2js fast-xml-parser csv-parse csv-parser papaparse xlsx exceljs pdfkit pdf-lib pdfjs-dist sharp jimp canvas archiver adm-zip jszip tar
crypto-js tweetnacl elliptic node-forge jose web3 ethers bn.js bignumber.js decimal.js mathjs
formik react-hook-form react-query react-select react-table react-icons react-toastify react-modal react-spring react-dnd react-markdown lucide-react antd bootstrap material-ui
event-stream object-assign safe-buffer string-width strip-ansi ansi-styles wrap-ansi supports-color has-flag escape-string-regexp camelcase is-number is-promise left-pad kind-of isarray once wrappy ms mime mime-types
prop-types core-js regenerator-runtime whatwg-fetch resolve source-map acorn esprima estraverse escodegen magic-string
`;

export const POPULAR_PACKAGES: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
