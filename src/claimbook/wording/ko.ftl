# What a reader or a terminal sees from the engine, in Korean.
#
# The same messages as in `en.ftl`, with the same values. Korean has one plural form. A particle that
# depends on the sound of what stands before it is avoided here: sentences are turned so that none follows a value.

## Numbers and days

seeds = 시드 { $n }개
seeds-between = 시드 { $least }~{ $most }개
day = { DATETIME($day, dateStyle: "long") }
measured-range = { $low } ~ { $high }
measured-one-seed = { $value } (시드 1개)

## Verdicts

verdict-reproduced = 재현됨
verdict-same-direction = 방향 일치
verdict-inconclusive = 판단 유보
verdict-not-reproduced = 재현되지 않음
verdict-holds = 성립
verdict-does-not-hold = 불성립
verdict-answered-yes = 답: 예
verdict-answered-in-part = 답: 일부
verdict-open = 미결
verdict-answered-no = 답: 아니요
verdict-not-tested-here = 여기서 미검증
verdict-not-tested = 미검증
verdict-pending = 미실행
verdict-provisional = { $verdict } (잠정)

## Evidence

counted-reproduced = 재현됨 { $n }
counted-same-direction = 방향 일치 { $n }
counted-inconclusive = 판단 유보 { $n }
counted-not-reproduced = 재현되지 않음 { $n }
counted-answered-yes = 답: 예 { $n }
counted-answered-in-part = 답: 일부 { $n }
counted-open = 미결 { $n }
counted-answered-no = 답: 아니요 { $n }
counted-not-tested-here = 여기서 미검증 { $n }
counted-not-tested = 미검증 { $n }
counted-holds = 성립 { $n }
counted-does-not-hold = 불성립 { $n }
counted-pending = 미실행 { $n }
group-paper = 논문의 주장
group-checks = 정확히 확인한 것
group-others = 다른 곳의 주장
group-ours = 우리의 질문
tally = { $group }: { $counted }

evidence-experiment = 실험
evidence-recheck = 보고된 수치의 재검산
evidence-derivation = 유도, 정확히 확인
asserted-by = 주장한 곳: { $who }
by-paper = 논문
by-news = 뉴스
by-other-work = 다른 연구
by-digest = 다이제스트
by-ours = 우리

## Rules, as a reader would write them

rule-at-least = ≥ { $bound }
rule-at-most = ≤ { $bound }
rule-positive = > 0
rule-negative = < 0
rule-near = { $value } ± { $tolerance }
rule-identity = |·| ≤ { $tolerance }
rule-slope = [{ $low }, { $high }] 안
rules-all = { $first } 그리고 { $second }

## Citations and references

heading-references = 참고 문헌
rerun-here = 여기서 다시 실행
cite-these = 인용:
back-to-footnote = 본문의 각주 { $number } 자리로 돌아가기
back-to-citation = 인용 { $places }곳 중 { $place }번째로 돌아가기

## A paper's page

papers = 논문
more-authors = 외 { $n }명
published = { DATETIME($day, dateStyle: "long") } 발표
digest-of = { DATETIME($day, dateStyle: "long") } 다이제스트
source-notebook = 원본 노트북
executed-notebook = 실행된 노트북
cite-this-paper = 이 논문 인용하기
moved = 옮긴 페이지: { $title }
moved-to = 이 페이지는 옮겨졌습니다. 지금은 여기에 있습니다:
rerun-this-page = 이 페이지 다시 실행:
link-to-section = 이 절로 가는 링크
heading-verdicts = 판정
heading-provenance = 실행 출처
measured = 측정값 { $value }
rule = 규칙: { $limit }
stated-in = 주장이 나온 곳: { $place }
stated-elsewhere = 나온 곳: { $place }
untested-claims = 미검증 { $n }, 그 이유
own-questions = 논문이 묻지 않은 질문 { $n }개와 측정값
ours-here = 여기:
unmet = 여기서 미검증: 실행이 전제 조건을 채우지 못했습니다. 필요한 값은 { $limit }, 측정값은 { $value }.
printed = 논문: { $text }
printed-elsewhere = 보고된 값: { $text }
more-measured = , 외 { $n }개
opening-claimed = 주장.
opening-happened = 결과.
opening-read = 읽은 것:
how-far-to-trust = 어디까지 믿을 수 있는가.
claim-place = 검증한 곳
claim-place-untested = 검증하지 않은 이유
heading-take-away = 인용, 내려받기, 다시 실행
no-run-yet = 아직 실행 없음
in-profile = { $profile } 프로필
run-failed = 이 페이지의 실행이 실패했습니다.
run-failed-before = 아래는 그 전의 결과입니다: { $changes }.
outdated = 다시 실행하는 중입니다.
outdated-why = 새 결과가 나올 때까지 이 결과를 둡니다. 이 실행 뒤에 바뀐 것: { $changes }.
not-run-yet = 이 페이지는 아직 실행되지 않았습니다.
not-run-yet-why = 판정과 그림과 수치는 노트북을 실행해야 나옵니다:
not-tested-yet = 아직 검증하지 않았습니다.
not-tested-yet-why = 주장은 적어 두었고, 실험은 앞으로 할 일입니다.
provisional = 잠정 결과입니다.
provisional-why =
    quick 프로필로 만든 페이지입니다. 적은 시드와 짧은 학습으로 모든 셀이 돌아간다는 것만
    보여 줍니다. 판정은 full 실행에서만 나옵니다:
setting = 설정
setting-aspect = 항목
setting-paper = 논문
setting-here = 여기
lengths-reading = 읽는 데 { $n }분
lengths-run-seconds = 실행에 { $n }초 걸림
lengths-run-minutes = 실행에 { $n }분 걸림
lengths-code = 코드 모두 보기
code-cell = 코드
parameters-cell = 파라미터
code-elsewhere = 모든 셀의 코드, 텍스트로
lines = { $n }줄
skipped-cell = 이 셀에는 skip-execution 태그가 있습니다. 실행하지 않았고, 보여 주는 것도 없습니다.
figure-number = 그림 { $number }.
figure-awaited = 그림 { $number }: 이 노트북을 실행하면 나옵니다.
figure-made-by = { $notebook }의 셀 { $cell }에서 만듦:
chart-reset = 처음으로
data = 데이터
cites-nothing = 이 페이지에는 인용이 없습니다.
not-fit-to-publish = 공개하기에 알맞지 않음

## Provenance

provenance-commit = 커밋
provenance-fingerprint = 지문
provenance-profile = 프로필
provenance-parameters = 파라미터
provenance-seeds = 시드
provenance-device = 장치
provenance-time = 시간
provenance-started = 시작
provenance-python = Python
provenance-versions = 버전
provenance-undeclared = 선언 없이 읽은 것
provenance-rerun = 다시 실행
python-on = { $version }, { $platform }
wall-time = 경과 시간 { $wall }초
wall-and-cpu-time = 경과 시간 { $wall }초, CPU 시간 { $cpu }초
no-version-control = 버전 관리 없음
uncommitted-changes = 커밋하지 않은 변경 있음
never-run = 이 노트북은 아직 실행되지 않았습니다.

## History and changes

heading-history = 변경 이력
history-run = 마지막 실행 { DATETIME($day, dateStyle: "long") }, { $profile } 프로필
history-verdict = 판정이 마지막으로 바뀐 날 { DATETIME($day, dateStyle: "long") }
history-no-verdict = 바뀐 판정 없음
history-text = 글이 마지막으로 바뀐 날 { DATETIME($day, dateStyle: "long") }
history-unchanged = 이 페이지는 추가된 뒤로 바뀌지 않았습니다.
history-unchanged-since = 이 페이지는 { DATETIME($day, dateStyle: "long") }에 추가된 뒤로 바뀌지 않았습니다.
event-added = 추가.
event-verdict = 판정 변경.
event-correction = 정정.
event-text = 글 변경.
was-now = { $was } → { $now }
news-added = 새 논문: { $title }
news-verdict = 판정 변경, { $title }: { $was } → { $now }
news-correction = 정정: { $title }
news-claim = “{ $statement }” { $text }
changes = 변경 소식
changes-description = 새 논문, 바뀐 판정, 정정, 그 밖의 새 소식. 최신순.

## Taking a page elsewhere

report-error = 이 주장의 오류 알리기
launch = 브라우저에서 실행:
launch-binder = Binder
launch-colab = Colab
launch-install = Colab에서는 셀 하나를 먼저 실행해야 합니다. 노트북이 import하는 것을 설치합니다
badge = 배지
badge-of-claim = 주장마다 배지가 따로 있습니다. 페이지 이름과 .svg 사이에 빗금(/)과 주장의 id를 넣습니다.
no-claims = 주장 없음
site-address = ⟨사이트⟩/
told = { $happened } 판정: { $counted }.
card-kicker = { $site } · { $title }
missing-heading = 페이지를 찾을 수 없습니다
missing-why = 주소가 틀렸거나 페이지가 옮겨졌습니다. 검색하면 나올 수도 있습니다.
missing-search = 검색
missing-find = 찾기

## Home and scoreboard

digest-heading = { DATETIME($day, dateStyle: "long") } 다이제스트
no-paper-yet = 아직 논문이 없습니다.
card-untested = 미검증: 실험은 앞으로 할 일입니다.
card-provisional = 잠정: quick 프로필의 판정입니다.
et-al = 외
all-papers = 모든 논문
papers-found = 논문 { $n }편
all-papers-why = { $site }의 모든 논문. 다이제스트별, 최신순.
chart-awaited = 이 차트를 만드는 노트북:
groups-paper = 논문의 주장
groups-checks = 정확히 확인한 것
groups-others = 다른 곳의 주장
groups-ours = 우리의 질문
about-paper = 논문의 주장을 여러 시드의 작은 실험으로 검증한 것, 또는 검증하지 않은 것과 그 이유.
about-checks = 논문에 보고된 수치를 다시 계산하고 논문의 식, 증명, 구성을 확인한 것. 시드도 구간도 없습니다.
about-others = 뉴스, 다른 연구, 다이제스트의 주장. 검증했거나, 확인했거나, 하지 않은 것.
about-ours = 우리가 스스로 던진 질문과 그 측정 결과.
scoreboard = 스코어보드
column-verdict = 판정
column-claim = 주장
column-measured = 측정값
column-paper = 논문
scale-key =
    줄마다 음영은 요구한 범위, 막대는 95 % 구간, 점은 평균, 점선은 0을 나타냅니다.
    단위는 아래에 있습니다. 모든 주장:
schema = 각 필드의 뜻
kind-of-experiment = 실험
kind-of-recheck = 재검산
kind-of-derivation = 유도
kind-of-none = 미검증
claims-found = 주장 { $n }개
filter-tag = 주제
filter-verdict = 판정
filter-any = 모두
filter-paper = 논문
filter-by = 주장한 곳
filter-group = 묶기
sort-paper-order = 논문 페이지의 순서
sort-verdict = 판정
sort-paper = 논문 제목
sort-distance = 한계에 가까운 순
grouped-paper = 논문
grouped-verdict = 판정
grouped-kind = 증거의 종류
grouped-by = 주장한 곳
grouped-none = 묶지 않음

## Method

column-rule = 규칙
column-needs = 필요한 것
column-holds = 지지되는 조건
needs-at-least = 한계
needs-at-most = 한계
needs-positive = 없음
needs-negative = 없음
needs-near = 논문의 값, 허용 오차
needs-identity = 허용 오차
needs-slope = 범위
holds-at-least = 구간 전체가 한계 이상
holds-at-most = 구간 전체가 한계 이하
holds-positive = 쌍을 이룬 차이의 구간 전체가 0보다 큼
holds-negative = 쌍을 이룬 차이의 구간 전체가 0보다 작음
holds-near = 구간이 값 ± 허용 오차와 만나고, 그 범위보다 넓지 않음
holds-identity = 모든 값과 0의 차이가 허용 오차 이내
holds-slope = 적합한 지수의 구간 전체가 범위 안
legend-experiments = 실험
legend-experiments-why = 논문, 뉴스, 다른 연구, 다이제스트의 주장을 여러 시드로 검증한 것:
legend-checks = 재검산과 유도
legend-checks-why = 보고된 수치, 식, 증명, 구성을 확인한 것. 추출하는 난수가 없으니 미결도 없습니다:
legend-ours = 우리의 질문
legend-ours-why = 실험으로, 또는 정확히. 정확한 답은 예 아니면 아니요입니다:
legend-any = 공통
legend-any-why = 검증하지 않은 채로 둘 수 있습니다:
meaning-reproduced = 측정값이 실행 전에 적어 둔 규칙을 만족합니다.
meaning-same-direction = 효과의 부호는 논문의 주장과 같지만 크기는 그에 미치지 못합니다.
meaning-inconclusive = 구간이 한계에 걸쳐 있거나 너무 넓습니다. 시드를 늘리거나 실행을 키우면 알 수 있습니다.
meaning-not-reproduced = 측정값이 한계의 반대쪽에 있습니다.
meaning-holds = 보고된 수치나 유도를 다시 계산했고, 모두 규칙을 만족합니다.
meaning-does-not-hold = 적어도 하나가 규칙을 만족하지 않습니다.
meaning-answered-yes = 우리의 질문이고, 측정 결과는 예라고 답합니다.
meaning-answered-in-part = 부호는 예상대로이고 크기는 그렇지 않습니다.
meaning-open = 우리의 질문이고, 구간만으로는 답할 수 없습니다.
meaning-answered-no = 우리의 질문이고, 측정 결과는 아니요라고 답합니다.
meaning-not-tested-here = 주장이 다루는 효과가 이 실행에 나타나지 않아 아무것도 검증하지 못합니다.
meaning-not-tested = 이만한 크기의 실험으로는 검증할 수 없거나, 아직 쓰지 않았습니다.

## Bibliography

works = 문헌
filter-search = 검색
filter-cited-in = 인용한 페이지
filter-any-page = 모든 페이지
filter-kind = 종류
filter-any-kind = 모두
filter-from = 시작
filter-to = 끝
filter-year = 연도
filter-sort = 정렬
filter-clear = 지우기
sort-author = 저자
sort-newest = 최신순
sort-oldest = 오래된 순
sort-most-cited = 많이 인용된 순
works-found = 문헌 { $n }편
cited-in = 인용한 페이지:
claims-resting = 이 문헌에 근거한 주장 { $n }개
kind-journal-article = 학술지 논문
kind-conference-paper = 학회 논문
kind-chapter = 책의 장
kind-book = 책
kind-thesis = 학위 논문
kind-report = 보고서
kind-software = 소프트웨어
kind-preprint = 프리프린트
kind-other = 기타

## What the site's scripts say

script-queued = 첫 실행이 다른 실행이 끝나기를 기다립니다.
script-running = 실행 중: { $cells }개 셀 중 { $cell }번째, 지금까지 { $seconds }초.
script-done = 실행이 끝났습니다. 곧 페이지를 다시 불러옵니다.
script-failed = 실행이 실패했습니다: { $error }
script-see-terminal = 터미널을 보세요
script-progress = 실행의 진행
script-reference = 참고 문헌: { $title }
script-papers = 논문 { $n }편
script-papers-of = 논문 { $all }편 중 { $n }편
script-claims = 주장 { $n }개
script-claims-of = 주장 { $all }개 중 { $n }개
script-works = 문헌 { $n }편
script-works-of = 문헌 { $all }편 중 { $n }편
script-show-more = { $all }편 중 { $n }편 더 보기
script-copied-bibtex = BibTeX를 복사했습니다: { $key }.
script-copied = 복사했습니다
script-copy-bibtex = BibTeX 복사
script-search-enter = Enter를 누르면 검색합니다
script-chart-dead = 여기서는 효과가 없습니다
script-enlarge = 크게 보기
script-enlarge-figure = { $figure } 크게 보기
script-close = 닫기
script-figure-data = 그림의 데이터
script-first-rows = { $all }행 중 처음 { $shown }행.
script-measured = 측정값: { $quantity }
script-measured-here = 기록된 곳
script-source = { $number }의 출처

## Beside a server

background-begins = 백그라운드에서 실행 중: { $slug }
background-ended = { $slug }: { NUMBER($seconds, maximumFractionDigits: 1) }초 만에 실행됨
background-stopped = { $slug }: 내용이 바뀌어 { NUMBER($seconds, maximumFractionDigits: 1) }초 만에 멈춤
background-restart = 자동 새로 고침이 꺼져 있습니다. 다시 시작하면 새 실행이 페이지에 나옵니다
background-failed = { $slug }: { NUMBER($seconds, maximumFractionDigits: 1) }초 만에 실패. 페이지에 그렇게 적습니다
background-refused = 노트북을 실행할 수 없었습니다

## Stripping

strip-done = 출력을 걷어냄: { $path }
## The built site, read over

site-good = 페이지 { $pages }개, 링크 { $links }개: 모두 정상
## The terminal: runs

ledger-kept = { $path }: { $n }줄 추가
changed-somehow = 그 밖의 것이 바뀜
run-plan = 실행할 것: { $slugs } ({ $takes })
run-takes =
    { $minutes ->
        [0] 약 { $seconds }초
       *[other] 약 { $minutes }분
    }
run-takes-unknown = 얼마나 걸릴지 알 수 없음
run-untimed = 잰 적이 없어 여기 들지 않은 것: { $slugs }
run-skipped = 최신이라 건너뜀: { $slugs }
run-nothing-stale = 낡은 것이 없음
run-notebooks-failed =
    { $total ->
        [1] 노트북 실패
       *[other] 노트북 { $total }개 중 { $failed }개 실패
    }
run-shard = 샤드 { $shard }: { $slugs }
run-no-result = { $slug }: { $error }
run-failure = 셀 { $number } ({ $cell }): { $error }
warning = claimbook: 경고: { $warning }
run-failure-report = { $notebook }, { $failure }
run-wants-lab = 이 노트북에는 실험용 패키지가 필요합니다: pip install 'claimbook[lab]'
run-worker-killed = 워커 프로세스가 종료되었습니다. 메모리 부족일 수 있습니다. 다시 실행하세요
run-impossible = 실행할 수 없었음: { $error }

task-queued = 대기열
task-waiting = 다른 프로세스가 실행하고 있어 기다림
task-running = 실행 중
task-done = 완료
task-failed = 실패
task-cell = { $cell }/{ $cells }
task-seconds = { $seconds }초
task-column-notebook = 노트북
task-column-cell = 셀
task-column-elapsed = 경과
task-line-bare = { $slug }: { $state }
task-line-running = { $slug }: { $state }, 셀 { $cell }/{ $cells }, { $seconds }초
task-line-ended = { $slug }: { $state }, { $seconds }초
task-line-error = { $line }: { $error }

status-notebook = 노트북
status-accepted = 검증하는 주장 { $tested }개 가운데 { $accepted }개의 판정이 받아들여짐
status-renamed = { $slug }의 코드는 { $former }로 실행된 적이 있습니다. 이름을 바꾼 것이라면 front matter에 `moved_from: [{ $former }]`를 적으세요. 실행과 링크가 따라옵니다
status-waiting = `claimbook accept { $slug }`을 기다림: { $names }
status-since = 가장 새 실행 뒤에 바뀐 것: { $reasons }
status-nearest = 보관된 실행 중 가장 가까운 것과 견줌: { $profile }, { $started }, { $fingerprint }
status-nothing-kept = 보관된 실행이 어느 프로필에도 없음
status-other-machine = 실행한 곳은 { $there }, 이곳은 { $here }: 수치의 마지막 자리가 다를 수 있음
state-fresh = 최신
state-stale = 낡음
state-failed = 실패
state-never-run = 미실행

## The terminal: the store

store-latest = 최근
store-failed = 실패
store-total = 실행 { $n }개, { $size }, { $url }
store-unsealed = 이전 버전의 실행에는 봉인이 없습니다. `claimbook store seal` 명령이 그대로 받아들입니다
store-sealed =
    { $n ->
        [0] 모든 실행에 봉인이 있음
       *[other] 실행 { $n }개를 봉인함
    }
store-freed = 파일 { $n }개 지움, { $freed }. 남은 것 { $left }
store-would-free = 지울 파일 { $n }개, { $freed }. 남을 것 { $left }

## The terminal: everything else

usage = { $fault } `{ $command } --help`를 보세요.
check-good = 모두 정상
check-faults = 잘못 { $n }개 발견
claims-unaccepted = 받아들인 판정과 다른 판정 { $n }개
wrote = 씀: { $path }
accept-change = { $name }: { $was } → { $now }
accept-nothing = 없음
accept-none = { $slug }: 기다리는 것이 없음. 최신 전체 실행이 받아들인 판정 그대로임
accept-ask = 머리말에 쓸까요?
accept-left = 그대로 둠
accept-done = { $path }에 판정 { $n }개를 씀
accept-not-run = 최신 전체 실행이 없음
diff-nothing-accepted = 받아들인 판정을 낸 실행을 알 수 없음
diff-gone = 받아들인 { $started }의 실행은 이제 남아 있지 않음. 판정만 비교함
diff-head = 받아들인 실행: { $old }, 지금: { $new }
diff-none = 바뀐 것이 없음
diff-change =
    { $what ->
        [verdict] 판정
        [figure] 도판
       *[other] 양
    } { $name }
diff-drawn = { $change }: 데이터나 그림
adopt-figures = 그림이 도판이 됨. 설명, 대체 텍스트, 데이터가 빈 것: { $ids }
adopt-by-hand = 손으로 도판으로 바꿀 그림:
adopt-place = 셀 { $cell }, 줄 { $line }: { $what }
adopt-records = 출력되는 수치. 주장에 필요한 것을 시드마다 한 값으로, 또는 deterministic=True로 기록할 것:
adopt-often = { $record }, 반복이나 함수 뒤에 한 번
adopt-faults = 고칠 것:
adopt-next = 원래 파일은 그대로 있음. 아직 없는 것은 `claimbook check { $slug }`이 알려 줌
adopt-refused = 들여올 수 없음, 이유 { $n }가지. 아무것도 쓰지 않음
not-adopted = { $path }: 아직 프로젝트의 노트북이 아니어서 빼놓음
strip-on-save = 씀: { $path }. 이 환경의 JupyterLab은 머리말이 있는 노트북을 출력 없이 저장함
strip-kept = { $path }: 출력이 있고 git이 따라가지 않으므로 그대로 둠. 지우려면 이름을 댈 것
wrote-with-blanks = 씀: { $path }. 채워 넣을 것:
import-present = 이미 있음: { $path } ({ $title })
import-blanks = 각각에 채워 넣을 것:
import-encoding = 파일이 밝힌 인코딩 { $name }으로 읽음
import-nothing = 새것이 없음
translate-done =
    { $path }: { $missing ->
        [0] 빠진 것 없음
       *[other] 빠진 것 { $missing }개
    }, { $stale ->
        [0] 낡은 것 없음
       *[other] 낡은 것 { $stale }개
    }
lookup-silent = { $registry }: 물어볼 수 없었습니다 ({ $fault }). 거기서 알 수 있었을 것은 비워 둡니다
bib-up-to-date = { $path }: 최신
bib-sound = { $path }: 최신이고 이상 없음
bib-added = { $path }: { $key } 추가
bib-added-without = { $path }: { $key } 추가 (뺀 것: { $fields })
bib-next = 이 문헌을 인용한 다음 `claimbook bib`를 실행하세요
## Outputs of cells

outputs-stdout = 표준 출력
outputs-stderr = 메시지
outputs-result = 결과
outputs-error = 오류
outputs-html = 출력
outputs-source = 소스
outputs-lines = { NUMBER($n) }줄
outputs-rows = { NUMBER($n) }행
outputs-left-out = { NUMBER($n) }줄을 빼거나 줄였습니다. 실행된 노트북에 모두 있습니다.
outputs-not-shown = 여기에 보이지 않는 것: { $what }.
outputs-widget = 실행 중인 커널이 필요한 대화형 위젯
outputs-pdf = PDF 문서
outputs-object = { $type } 형의 객체. 내용은 알려 주지 않습니다
outputs-empty-html = 보이는 것이 없는 HTML
outputs-too-large = 페이지에 싣기에는 너무 큰 { NUMBER($kilobytes) } kB의 HTML. 실행된 노트북에 있습니다
outputs-too-many = 이 셀의 나머지 출력 { NUMBER($n) }개. 남은 것은 실행된 노트북에 있습니다
outputs-too-much = { NUMBER($kilobytes) } kB의 출력. 이 페이지에 싣기에는 너무 크며, 실행된 노트북에 있습니다
outputs-cut-from-file = 이 파일에서는 출력 { NUMBER($kilobytes) } kB를 뺐습니다.
outputs-unplayable = 브라우저가 재생할 수 없는 { $type } 형의 출력
outputs-unknown = 페이지에 보일 수 없는 { $type } 형의 출력
outputs-blank-raw = 내용이 없는 raw 셀
outputs-source-mermaid = Mermaid 소스로 표시한 다이어그램.
outputs-source-javascript = 이 페이지가 실행하지 않는 JavaScript.
outputs-source-json = JSON 데이터.
outputs-source-markdown = Markdown 소스로 표시.
outputs-source-latex = LaTeX 소스로 표시.
outputs-source-raw = 있는 그대로 표시한 raw 셀.
outputs-source-raw-type = 있는 그대로 표시한 { $type } 형의 raw 셀.
outputs-no-alt = 설명이 없는 그림
outputs-audio = 소리
outputs-video = 영상
outputs-media = 녹음 또는 녹화
outputs-progress = 진행
outputs-download = 내려받기 ({ $ending }, { NUMBER($kilobytes) } kB)
outputs-dropped-audio = 소리
outputs-dropped-audio-from = { $origin }에서 온 소리
outputs-dropped-frame = 프레임
outputs-dropped-frame-from = { $origin }에서 온 프레임
outputs-dropped-media = 소리나 영상
outputs-dropped-media-from = { $origin }에서 온 소리나 영상
outputs-dropped-picture = 그림
outputs-dropped-picture-from = { $origin }에서 온 그림
outputs-dropped-video = 영상
outputs-dropped-video-from = { $origin }에서 온 영상
outputs-dropped-script = 스크립트
outputs-dropped-drawing = 도형
outputs-dropped-math = MathML로 쓴 식
outputs-dropped-form = 입력 양식
outputs-dropped-style = 스타일시트
outputs-dropped-link = 링크: { $address }
outputs-dropped-link-of-drawing = 그림에 든 링크
outputs-dropped-part-of-drawing = 그림의 일부(그리는 것 이상을 하는 부분)
outputs-dropped-address = 그림이 불러오려던 주소
outputs-dropped-address-of-chart = 차트가 주소에서 불러오려던 자료

init-made = { $folder }에 파일 { $n }개를 썼습니다: { $title }
init-translated = 페이지는 { $language }로 썼고, 예제 노트북은 영어입니다
init-english = { $language }로 된 시작 페이지는 없어 영어로 썼습니다. 번역은 직접 하시면 됩니다
init-next = 다음: cd { $folder }, 그리고 그 README.md의 첫 명령
init-present = { $folder }에 이미 있는 파일:
init-kept = 이미 있어서 그대로 둔 파일:
init-nothing = 아무것도 쓰지 않았습니다: 파일 { $n }개가 이미 있습니다
init-added = { $path }: 새 파일
init-replaced = { $path }: 쓰인 그대로입니다. 새로 쓰게 됩니다
init-kept-edited = { $path }: 고치신 파일입니다. 그대로 둡니다
init-up-to-date = 모두 지금 쓰일 모습 그대로입니다
init-applied = 파일 { $n }개를 썼습니다. 고치신 파일은 그대로입니다
init-to-apply = 지금이라면 다르게 쓰일 파일이 { $n }개 있습니다

doctor-python = Python
doctor-python-told = { $version }, { $program }
doctor-claimbook = Claimbook
doctor-claimbook-told = { $version }, 위치: { $folder }
doctor-site = 사이트
doctor-notebooks = 노트북
doctor-missing = 설치되지 않음: { $names }
doctor-lab = 실험
doctor-no-lab = 설치되지 않음: { $names }. 실험에 필요한 것은 pip install 'claimbook[lab]'로 설치합니다
doctor-store = 저장소
doctor-store-told = { $place }, 실행 { $n }개, 쓸 수 있음
doctor-kernel = 커널
doctor-kernel-told = { $seconds }초 만에 시작해서 계산하고 끝남
doctor-browser = 브라우저
doctor-no-browser = Chromium이 없음. 사이트 테스트에만 필요합니다
doctor-network = 네트워크
doctor-network-told = arXiv가 응답함
doctor-no-network = { $fault }. arXiv 정보 없이 논문을 시작합니다
doctor-faults = 문제 { $n }개를 찾았습니다

column-setting = 설정
column-default = 정하지 않으면
column-meaning = 뜻
setting-default = { $value } (정하지 않음)
setting-site-name = 다이제스트의 이름. 모든 페이지와 피드, 카드에 나옵니다
setting-site-description = 무엇인지 한 문장으로. 첫 페이지의 글은 docs/index.md입니다
setting-site-author = 만든 사람. 없으면 다이제스트의 이름을 따릅니다
setting-copyright = 모든 페이지의 바닥글. 만든 사람과 라이선스
setting-site-url = 사이트의 주소. 전체 링크, 사이트맵, 피드, 카드에 필요합니다
setting-repo-url = 저장소의 주소. 편집, 커밋, 오류 신고 링크에 필요합니다
setting-theme-language = 메뉴와 검색의 언어
setting-citations = author-year 또는 numeric
setting-profile = 빠진 실행이 있을 때 빌드가 먼저 실행하는 것: full, quick, none
setting-html = 페이지에 둘 수 있는 살아 있는 HTML. 오류가 알려 준 이름으로 씁니다
setting-languages = 페이지의 언어들. 첫째는 노트북의 언어
setting-store = 실행을 보관하는 곳. 폴더 또는 s3://bucket/folder 같은 주소
setting-time-limit = 노트북 하나의 실행을 끝내는 시간(초)
setting-memory = 노트북 하나의 프로세스 모두가 쓰는 메모리, 예: "2G". 없으면 기계를 따릅니다
setting-processes = 노트북 하나의 프로세스 수. 없으면 256
setting-quick-seconds = quick 프로필의 예산(초). 더 걸리면 경고합니다
setting-full-seconds = full 프로필의 예산(초). 더 걸리면 경고합니다
setting-claimbook-profile = mkdocs.yml이 물을 때 extra.claimbook.profile을 대신합니다
setting-claimbook-store = store를 대신합니다
setting-claimbook-arxiv-api = arXiv 대신 물을 곳
setting-claimbook-crossref-api = Crossref 대신 물을 곳
setting-claimbook-fork = `never`이면 커널을 포크하지 않고 하나하나 명령으로 시작합니다
run-over-budget = 실행에 { $seconds }초가 걸렸고, { $profile } 프로필의 예산은 { $budget }초입니다

## In several languages

translation-missing-here = 아직 번역되지 않아 영어 원문을 그대로 싣습니다.
translation-stale = { DATETIME($day, dateStyle: "long") } 원문의 번역이며, 그 뒤에 원문이 바뀌었습니다.
reference-figure = 그림 { $number }
reference-elsewhere = ({ $title })
palette-dark = 어두운 화면으로 바꾸기
palette-light = 밝은 화면으로 바꾸기
translation-missing =
    { $n ->
        [0] { $language }: 모두 번역됨
       *[other] { $language }: 번역되지 않은 조각 { $n }개
    }

## Records that a library brings

bib-volume = { $key }: 넣지 않았습니다. 딸린 항목이 물려받는 것은 그 항목에 있습니다
bib-refused = { $added }개를 더하고 { $refused }개는 넣지 않음:
new-then = 그다음 `claimbook bib`를 실행하세요. 아직 bib/claimbook.bib에 이 논문이 없습니다
import-other = arXiv에 따르면 { $arxiv }의 제목은 "{ $title }", 글에서는 "{ $told }". 글을 따릅니다
import-merged = { $line }번째 줄에서 다시 나옴. 노트북 하나로 합침: { $title }
import-unread = { $line }번째 줄을 알아보지 못함: { $text }
