# What a newcomer types: `make run`, `make office`, `make test`, `make help`. Needs Python 3.11 or newer, nothing else.

HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
# What the site is measured against lives apart, so that nothing of it is ever installed with the site.
BENCH := .venv-bench
PYTHON := $(VENV)/bin/python
MANAGE := $(PYTHON) manage.py
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input --quiet --quiet
# Parallel test processes; both cores of a small machine.
JOBS ?= 2

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help setup run office test lint format bench lock messages

help: ## 显示本说明
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(VENV)/.installed ## 准备：虚拟环境、依赖、数据库结构、静态文件
	@$(MANAGE) prepare
	@echo "准备就绪。启动：make run；测试：make test。"

run: $(VENV)/.installed ## 准备并启动网站；首次启动装入演示数据（PORT=9000、DATABASE_URL=… 可改）
	@exec $(MANAGE) serve --host $(HOST) --port $(PORT)

office: $(VENV)/.installed ## 建立本单位的平台：不装演示数据，在浏览器里建站（PORT=9000、DATABASE_URL=… 可改）
	@exec $(MANAGE) serve --empty --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-dev ## 全部测试：SQLite、PostgreSQL、浏览器
	@$(MANAGE) prepare --static-only
	@echo "测试（SQLite，含浏览器）："
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal
	@echo "测试（PostgreSQL）："
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal --postgres tests/db

lint: $(VENV)/.installed-dev ## 检查：风格、类型、导入方向、模板、迁移
	@$(VENV)/bin/ruff check --quiet
	@$(VENV)/bin/ruff format --check --quiet
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo
	@git ls-files -z 'templates/*.html' | xargs -0r $(VENV)/bin/djade --check --target-version 5.2
	@DJANGO_SETTINGS_MODULE=jinling_portal.settings.test TEST_DATABASE_URL=sqlite:///:memory: $(MANAGE) makemigrations --check --dry-run

format: $(VENV)/.installed-dev ## 自动整理代码与模板的格式
	@$(VENV)/bin/ruff check --fix --quiet || true
	@$(VENV)/bin/ruff format --quiet
	@git ls-files -z 'templates/*.html' | xargs -0r $(VENV)/bin/djade --target-version 5.2

bench: $(VENV)/.installed-dev ## 性能基准，各与其下限之比
	@test $(BENCH)/.installed -nt requirements-bench.txt || $(MAKE) --no-print-directory $(BENCH)/.installed || true
	@$(MANAGE) prepare
	@$(PYTHON) -m tests.bench

lock: $(VENV)/.installed-dev ## 按 pyproject.toml 重新锁定依赖（UPGRADE=--upgrade 升级到最新）
	@$(LOCK) --output-file requirements.txt pyproject.toml
	@$(LOCK) --extra dev --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml
	@$(LOCK) --extra bench --constraints requirements.txt --output-file requirements-bench.txt pyproject.toml

messages: $(VENV)/.installed-dev ## 编译翻译（改了 .po 之后）
	@$(PYTHON) -c 'import sys, polib; [polib.pofile(po).save_as_mofile(po[:-2] + "mo") for po in sys.argv[1:]]' \
		$(wildcard jinling_portal/locale/*/LC_MESSAGES/*.po)

LOCK := $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --python-version 3.11 $(UPGRADE)

$(VENV)/.installed: requirements.txt | $(PYTHON)
	@echo "正在安装依赖（首次约一分钟）……"
	@$(PIP) install --require-hashes --requirement $< || { echo "依赖没有装好，原因见上；联网后重新运行即可。" >&2; exit 1; }
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(PYTHON)
	@echo "正在安装依赖和测试工具（首次约两分钟）……"
	@$(PIP) install --require-hashes --requirement $< || { echo "依赖没有装好，原因见上；联网后重新运行即可。" >&2; exit 1; }
	@touch $(VENV)/.installed $@

$(BENCH)/.installed: requirements-bench.txt | $(PYTHON)
	@echo "正在安装用来比较的 Wagtail（首次约两分钟）……"
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --no-input --quiet --quiet install --require-hashes \
		--requirement $< || { echo "Wagtail 没有装好，原因见上；其余基准照常进行。" >&2; rm -rf $(BENCH); exit 1; }
	@touch $@

$(PYTHON):
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	test -n "$$python" || { echo "没有找到 Python 3.11 或更新的版本，请先安装 Python。" >&2; exit 1; }; \
	$$python -c 'import ensurepip' 2>/dev/null || { \
		echo "这个 Python 缺少 venv 组件，请先安装（Debian、Ubuntu：apt-get install python3-venv）。" >&2; exit 1; }; \
	echo "正在建立虚拟环境（`$$python --version`）……"; \
	$$python -m venv --clear $(VENV)
